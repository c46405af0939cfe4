package io.kith.node.edge.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// A certificate and its key in two PEM files, as certificate authorities hand them out.
public final class PemFiles {

    /// More than any chain of certificates; what is larger is not one.
    static final long FILE_BYTES_MAX = 1 << 20;

    /// The JDK calls EC what the converter calls ECDSA.
    private static final JcaPEMKeyConverter KEYS =
            new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");

    private final Path certificates;
    private final Path key;

    /// @param certificates the server's certificate first, then those that vouch for it
    /// @param key unencrypted: PKCS#8, PKCS#1 or SEC 1
    public PemFiles(Path certificates, Path key) {
        this.certificates = certificates;
        this.key = key;
    }

    /// Reads both.
    ///
    /// @throws IOException when one can't be read, or holds something else; the message names the file
    public KeyAndChain read() throws IOException {
        var chain = chain();
        var privateKey = privateKey();
        try {
            return new KeyAndChain(privateKey, chain);
        } catch (IllegalArgumentException mismatch) {
            throw new IOException(key + " and " + certificates + ": " + mismatch.getMessage(), mismatch);
        }
    }

    /// Reads both, or, when neither is there, makes a self-signed certificate for these domains and keeps
    /// it. The key can be read by its owner only, and stays: a self-signed certificate that is not valid for all of
    /// them is made anew for the same key, and so is one that is missing: whoever makes both may be ended between.
    ///
    /// @throws IOException as [#read], and when they can't be written
    public KeyAndChain readOrCreate(List<String> domains, InstantSource clock, SecureRandom random) throws IOException {
        if (!Files.exists(key)) {
            if (Files.exists(certificates)) {
                throw new IOException(certificates + " is there, and its key is not: " + key);
            }
            write(
                    key,
                    new JcaPKCS8Generator(
                            SelfSigned.create(domains, clock.instant(), random).key(), null),
                    "rw-------");
        } else if (Files.exists(certificates)) {
            var kept = read();
            if (!kept.isSelfSigned() || kept.names().containsAll(domains)) {
                return kept;
            }
            return certify(new KeyPair(kept.certificate().getPublicKey(), kept.key()), domains, clock, random);
        }
        try {
            return certify(SelfSigned.pairOf(privateKey()), domains, clock, random);
        } catch (GeneralSecurityException foreign) {
            throw new IOException(key + " is there, and its certificate is not: " + certificates, foreign);
        }
    }

    private KeyAndChain certify(KeyPair pair, List<String> domains, InstantSource clock, SecureRandom random)
            throws IOException {
        var made = SelfSigned.certify(pair, domains, clock.instant(), random);
        write(certificates, made.certificate(), "rw-r--r--");
        return made;
    }

    private List<X509Certificate> chain() throws IOException {
        var chain = new ArrayList<X509Certificate>();
        for (var object : objects(certificates)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (CertificateException wrong) {
                    throw new IOException(certificates + " has a certificate that can't be read", wrong);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new IOException(certificates + " has no certificate in PEM form");
        }
        return chain;
    }

    private PrivateKey privateKey() throws IOException {
        for (var object : objects(key)) {
            if (object instanceof PEMKeyPair pair) {
                return KEYS.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (object instanceof PrivateKeyInfo info) {
                return KEYS.getPrivateKey(info);
            }
        }
        throw new IOException(key + " has no unencrypted private key in PEM form");
    }

    private static List<Object> objects(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + " is too large for a PEM file");
        }
        var objects = new ArrayList<Object>();
        try (var parser = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException wrong) {
            throw new IOException(file + ": " + wrong.getMessage(), wrong);
        }
        return objects;
    }

    /// Whole or not at all, also when the machine stops in between.
    private static void write(Path file, Object content, String permissions) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var attributes = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (var channel = FileChannel.open(
                unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
