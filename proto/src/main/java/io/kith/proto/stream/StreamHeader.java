package io.kith.proto.stream;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlWriter;
import java.nio.charset.StandardCharsets;

/// The start tag of a stream (RFC 6120 §4.7); "" for an attribute that is absent. The addresses are as they were sent.
///
/// @param contentNamespace that of the stanzas on it
public record StreamHeader(String to, String from, String id, String version, String lang, String contentNamespace) {

    private static final byte[] CLOSE = "</stream:stream>".getBytes(StandardCharsets.US_ASCII);

    /// A header of version 1.0 in `jabber:client`.
    public static StreamHeader client(String to, String from, String id, String lang) {
        return new StreamHeader(to, from, id, "1.0", lang, Namespaces.CLIENT);
    }

    /// The XML declaration and the open tag, with the prefix `stream` declared.
    ///
    /// @throws io.kith.proto.xml.MalformedXml if a part holds what XML cannot carry
    public byte[] toOpenTag() {
        var out = new XmlWriter(256).raw("<?xml version='1.0'?><stream:stream");
        write(out, "xmlns", contentNamespace);
        write(out, "xmlns:stream", Namespaces.STREAM);
        write(out, "to", to);
        write(out, "from", from);
        write(out, "id", id);
        write(out, "version", version);
        write(out, "xml:lang", lang);
        return out.raw(">").toBytes();
    }

    /// The end tag that belongs to [#toOpenTag()].
    public static byte[] closeTag() {
        return CLOSE.clone();
    }

    private static void write(XmlWriter out, String name, String value) {
        if (!value.isEmpty()) {
            Element.requireText(value);
            out.attribute(name, value);
        }
    }
}
