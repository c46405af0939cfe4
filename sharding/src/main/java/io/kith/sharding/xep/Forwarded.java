package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A stanza inside another one (XEP-0297): its bytes as they are, with the content namespace that
/// they leave out.
final class Forwarded {

    private static final String DECLARATION = " xmlns='" + Namespaces.CLIENT + "'";

    private Forwarded() {}

    /// `<name xmlns='namespace'><forwarded>stanza</forwarded></name>`.
    static byte[] in(String name, String namespace, Stanza stanza) {
        var bytes = stanza.bytes();
        var nameEnd = 1 + stanza.kind().elementName().length();
        var out = new ByteArrayOutputStream(bytes.length + 160);
        write(out, "<" + name + " xmlns='" + namespace + "'><forwarded xmlns='" + Namespaces.FORWARD + "'>");
        out.write(bytes, 0, nameEnd);
        write(out, DECLARATION);
        out.write(bytes, nameEnd, bytes.length - nameEnd);
        write(out, "</forwarded></" + name + ">");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
