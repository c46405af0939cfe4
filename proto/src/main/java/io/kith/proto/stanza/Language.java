package io.kith.proto.stanza;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The language that a stream says its stanzas are in where they say none themselves (RFC 6120 §4.7.4, §8.1.5), as it
/// is written into them. It costs as many bytes in each, so it is bounded by [#TAG_MAX].
public final class Language {

    /// The longest tag, as RFC 5646 §4.4.1 has it for those who must have a bound.
    public static final int TAG_MAX = 35;

    /// None is said: stanzas stay as they are.
    public static final Language NONE = new Language(new byte[0]);

    private static final Pattern TAG = Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");
    private static final String ATTRIBUTE = " xml:lang='";
    private static final Language ENGLISH = new Language(attribute("en")); // what most clients say
    private final byte[] attribute;

    private Language(byte[] attribute) {
        this.attribute = attribute;
    }

    /// The language of that tag; [#NONE] if it is none (RFC 5646 §2.1), or too long.
    public static Language of(String tag) {
        if (tag.equals("en")) {
            return ENGLISH;
        }
        return tag.length() <= TAG_MAX && TAG.matcher(tag).matches() ? new Language(attribute(tag)) : NONE;
    }

    /// With a space before it; empty for none.
    byte[] attribute() {
        return attribute;
    }

    /// Where the tag begins in the attribute.
    static int valueStart() {
        return ATTRIBUTE.length();
    }

    private static byte[] attribute(String tag) {
        return (ATTRIBUTE + tag + "'").getBytes(StandardCharsets.US_ASCII);
    }
}
