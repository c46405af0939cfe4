package io.kith.proto.xml;

/// Which characters XML 1.0 (fifth edition, §2.2 and §2.3) allows where.
final class XmlChars {

    private XmlChars() {}

    /// Production 2, `Char`.
    static boolean isChar(int c) {
        return c >= 0x20 ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF) : isSpace(c);
    }

    /// Production 3, `S`.
    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    /// Production 4, `NameStartChar`, without the colon, which namespaces reserve.
    static boolean isNameStart(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        }
        return (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7)
                || (c >= 0x370 && c <= 0x1FFF && c != 0x37E)
                || c == 0x200C
                || c == 0x200D
                || (c >= 0x2070 && c <= 0x218F)
                || (c >= 0x2C00 && c <= 0x2FEF)
                || (c >= 0x3001 && c <= 0xD7FF)
                || (c >= 0xF900 && c <= 0xFDCF)
                || (c >= 0xFDF0 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0xEFFFF);
    }

    /// Production 4a, `NameChar`, without the colon.
    static boolean isName(int c) {
        return isNameStart(c)
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == 0xB7
                || (c >= 0x300 && c <= 0x36F)
                || c == 0x203F
                || c == 0x2040;
    }

    /// Refuses a string that holds anything that XML cannot carry, lone surrogates among it.
    ///
    /// @return the string
    /// @throws MalformedXml if it does
    static String requireChars(String text) {
        for (var i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            if (!isChar(c)) {
                throw MalformedXml.inArgument("U+%04X at %d cannot be written in XML".formatted(c, i));
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /// Refuses what is not a name without a colon (`NCName`).
    ///
    /// @return the name
    /// @throws MalformedXml if it is none
    static String requireName(String name) {
        for (var i = 0; i < name.length(); ) {
            var c = name.codePointAt(i);
            if (i == 0 ? !isNameStart(c) : !isName(c)) {
                throw MalformedXml.inArgument("not a name: " + name);
            }
            i += Character.charCount(c);
        }
        if (name.isEmpty()) {
            throw MalformedXml.inArgument("a name cannot be empty");
        }
        return name;
    }
}
