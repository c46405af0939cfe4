package io.kith.proto.stanza;

import io.kith.proto.jid.Jid;
import io.kith.proto.xml.XmlWriter;

/// Somebody who gets many stanzas that others get too: an address, and how it is written. For
/// [Stanza#copyTo(Recipient)].
public final class Recipient {

    /// Where the value begins in what [#attribute] gives.
    static final int VALUE = " to='".length();

    private final Address address;
    private final byte[] attribute;

    private Recipient(Address address, byte[] attribute) {
        this.address = address;
        this.attribute = attribute;
    }

    public static Recipient of(Jid jid) {
        var written = jid.toString();
        var out = new XmlWriter(written.length() + VALUE + 1);
        return new Recipient(
                Address.of(jid),
                out.raw(" to='").attributeValue(written).raw("'").toBytes());
    }

    Address address() {
        return address;
    }

    /// The whole attribute: shared, not to be modified.
    byte[] attribute() {
        return attribute;
    }

    int valueLength() {
        return attribute.length - VALUE - 1;
    }
}
