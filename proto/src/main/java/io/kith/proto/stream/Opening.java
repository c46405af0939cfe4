package io.kith.proto.stream;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Scope;
import io.kith.proto.xml.XmlScan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What must be remembered of a stream's start tag: its name, for the end tag, and what it
/// declared. The same object for all streams that open in the usual way.
final class Opening {

    static final Opening NONE = new Opening(new byte[0], Scope.NONE);

    private static final byte[] NAME = ascii("stream:stream");
    private static final Opening CLIENT = new Opening(NAME, usual(Namespaces.CLIENT));
    private static final Opening SERVER = new Opening(NAME, usual(Namespaces.SERVER));

    private static final byte[] TO = ascii("to");
    private static final byte[] FROM = ascii("from");
    private static final byte[] ID = ascii("id");
    private static final byte[] VERSION = ascii("version");
    private static final byte[] LANG = ascii("xml:lang");

    private final byte[] name;
    private final Scope scope;

    private Opening(byte[] name, Scope scope) {
        this.name = name;
        this.scope = scope;
    }

    static Opening of(byte[] xml, XmlScan header) {
        var name = Arrays.copyOfRange(xml, header.start() + 1, header.nameEnd());
        var scope = Scope.declaredOn(xml, header);
        for (var usual : new Opening[] {CLIENT, SERVER}) {
            if (Arrays.equals(name, usual.name) && scope.declaresAs(usual.scope)) {
                return usual;
            }
        }
        return new Opening(name, scope);
    }

    static StreamHeader header(byte[] xml, XmlScan header, String contentNamespace) {
        return new StreamHeader(
                value(xml, header, TO),
                value(xml, header, FROM),
                value(xml, header, ID),
                value(xml, header, VERSION),
                value(xml, header, LANG),
                contentNamespace);
    }

    /// The name as it stands in the tag, its prefix counted in.
    byte[] name() {
        return name;
    }

    Scope scope() {
        return scope;
    }

    private static String value(byte[] xml, XmlScan header, byte[] name) {
        var attributes = header.attributes();
        for (var i = 0; i < attributes.size(); i++) {
            if (attributes.isNamed(xml, i, name)) {
                return attributes.value(xml, i);
            }
        }
        return "";
    }

    private static Scope usual(String content) {
        return Scope.NONE.with("", content).with("stream", Namespaces.STREAM);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
