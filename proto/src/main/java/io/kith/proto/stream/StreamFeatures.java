package io.kith.proto.stream;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;

/// What a server offers at one point of the negotiation (RFC 6120 §4.3.2), in the order in which it is written.
public record StreamFeatures(List<Element> offered) {

    /// Nothing to negotiate: the stream is ready.
    public static final StreamFeatures NONE = new StreamFeatures(List.of());

    public StreamFeatures {
        offered = List.copyOf(offered);
    }

    /// These and one more.
    public StreamFeatures with(Element feature) {
        var more = new ArrayList<>(offered);
        more.add(feature);
        return new StreamFeatures(more);
    }

    /// `<stream:features/>` for a stream of `jabber:client` on which that prefix is declared.
    public byte[] toBytes() {
        if (offered.isEmpty()) {
            return new XmlWriter(32).raw("<stream:features/>").toBytes();
        }
        var out = new XmlWriter(512).raw("<stream:features>");
        for (var feature : offered) {
            out.element(feature, Namespaces.CLIENT);
        }
        return out.raw("</stream:features>").toBytes();
    }

    /// The element by itself, for transports that frame each element.
    public Element toElement() {
        return Element.of("features", Namespaces.STREAM).with(offered.toArray(Element[]::new));
    }
}
