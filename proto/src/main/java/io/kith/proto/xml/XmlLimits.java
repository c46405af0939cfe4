package io.kith.proto.xml;

/// How large one element at the top of a stream, and each part of it, may be. Every bound is inclusive: at the bound
/// the element is read, one over it is refused with `policy-violation` and the bound's name.
///
/// @param stanzaBytesMax bytes of one whole element, its tags counted in; also of a stream header. RFC 6120 §13.12
///     forbids less than 10,000
/// @param depthMax elements open at once; the top one counts as one
/// @param attributesMax attributes of one element, namespace declarations counted in
/// @param nameBytesMax bytes of an element's or attribute's name with its prefix
/// @param attributeValueBytesMax bytes of an attribute's value as it stands between the quotes
/// @param childrenMax direct children of the top element
public record XmlLimits(
        int stanzaBytesMax,
        int depthMax,
        int attributesMax,
        int nameBytesMax,
        int attributeValueBytesMax,
        int childrenMax) {

    /// For a peer that has not said who it is. An address has up to 3,071 bytes, so a header's `to` fits.
    public static final XmlLimits BEFORE_AUTHENTICATION = new XmlLimits(10_000, 16, 32, 128, 4_096, 64);

    /// For an authenticated client.
    public static final XmlLimits DEFAULT = new XmlLimits(262_144, 64, 64, 256, 16_384, 256);

    /// For stanzas of our own: what the largest one of a client can have grown to by what the server adds to it.
    public static final XmlLimits OWN = new XmlLimits(1_048_576, 96, 96, 256, 32_768, 1_024);

    public XmlLimits {
        if (stanzaBytesMax < 1
                || depthMax < 1
                || attributesMax < 1
                || nameBytesMax < 1
                || attributeValueBytesMax < 1
                || childrenMax < 0) {
            throw new IllegalArgumentException("every limit must allow something");
        }
    }

    /// These limits with another bound for a whole element.
    public XmlLimits withStanzaBytesMax(int bytes) {
        return new XmlLimits(bytes, depthMax, attributesMax, nameBytesMax, attributeValueBytesMax, childrenMax);
    }
}
