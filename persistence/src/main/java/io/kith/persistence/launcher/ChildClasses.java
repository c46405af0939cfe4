package io.kith.persistence.launcher;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import io.kith.persistence.launcher.child.CassandraChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;

/// The classes that stand before Cassandra's own on its class path.
final class ChildClasses {

    /// Cassandra 5.0 installs a security manager at start, for user-defined functions; since JDK 24
    /// there is none, and the start fails. This takes its place and does nothing, so user-defined
    /// functions must stay off.
    private static final ClassDesc SECURITY = ClassDesc.of("org.apache.cassandra.security.ThreadAwareSecurityManager");

    private ChildClasses() {}

    /// Writes them below `directory`.
    static void writeTo(Path directory) throws IOException {
        write(directory, SECURITY.packageName() + "." + SECURITY.displayName(), securityManager());
        write(directory, CassandraChild.class.getName(), bytesOf(CassandraChild.class));
    }

    private static byte[] securityManager() {
        return ClassFile.of()
                .build(
                        SECURITY,
                        type -> type.withFlags(ACC_PUBLIC | ACC_FINAL)
                                .withField(
                                        "noPermissions",
                                        ClassDesc.of("java.security.PermissionCollection"),
                                        ACC_PUBLIC | ACC_STATIC)
                                .withMethodBody(
                                        "install",
                                        MethodTypeDesc.of(CD_void),
                                        ACC_PUBLIC | ACC_STATIC,
                                        code -> code.return_())
                                .withMethodBody(
                                        "isSecuredThread",
                                        MethodTypeDesc.of(CD_boolean),
                                        ACC_PUBLIC | ACC_STATIC,
                                        code -> code.iconst_0().ireturn()));
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (var stream = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            if (stream == null) {
                throw new UncheckedIOException(new IOException("no class file of " + type));
            }
            return stream.readAllBytes();
        }
    }

    private static void write(Path directory, String name, byte[] bytes) throws IOException {
        var file = directory.resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
