package io.kith.proto.stream;

import java.util.List;
import java.util.Random;

/// Random XML as a peer might send it: the same tree is written with random prefixes, quotes, spaces, references and
/// CDATA sections.
final class XmlTrees {

    private static final List<String> NAMES =
            List.of("message", "body", "x", "a-b", "_c.1", "\u00e9t\u00e9", "\u540d", "item");
    private static final List<String> NAMESPACES = List.of("jabber:client", "", "urn:a", "urn:b&c", "urn:xmpp:ping");
    private static final List<String> PREFIXES = List.of("p", "q", "stream", "xmlx");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            " ",
            "\n\t",
            "<&>'\"",
            "]]",
            ">",
            "]]>",
            "\r",
            "\u00e9\u4e2d\ud83d\ude00",
            "\ud7ff\ue000\ufffd",
            "plain words",
            "\u007f\u0085\u2028",
            "x".repeat(300));

    private final Random random;
    private final StringBuilder xml = new StringBuilder();
    private int attributes;

    private XmlTrees(Random random) {
        this.random = random;
    }

    /// One stanza as it may stand on a stream opened by [Frames#OPEN].
    static String stanza(Random random) {
        var trees = new XmlTrees(random);
        trees.element(List.of("message", "presence", "iq").get(random.nextInt(3)), "jabber:client", 0, "jabber:client");
        return trees.xml.toString();
    }

    private void element(String name, String namespace, int depth, String byDefault) {
        var prefix = random.nextInt(3) == 0 && !namespace.isEmpty() ? pick(PREFIXES) : "";
        var tag = prefix.isEmpty() ? name : prefix + ":" + name;
        xml.append('<').append(tag);
        if (!prefix.isEmpty()) {
            attribute("xmlns:" + prefix, namespace);
        }
        var inner = byDefault;
        if (prefix.isEmpty() && (!namespace.equals(byDefault) || random.nextInt(4) == 0)) {
            attribute("xmlns", namespace);
            inner = namespace;
        }
        attributes = 0;
        for (var i = random.nextInt(4); i > 0; i--) {
            attribute("a" + attributes++, pick(TEXTS));
        }
        if (random.nextInt(4) == 0) {
            attribute("xml:lang", "it");
        }
        if (random.nextInt(4) == 0) {
            attribute("xmlns:z", "urn:z");
            attribute("z:a0", pick(TEXTS));
        }
        space(0);
        if (random.nextInt(4) == 0) {
            xml.append("/>");
            return;
        }
        xml.append('>');
        for (var i = random.nextInt(5); i > 0; i--) {
            if (depth < 4 && random.nextInt(2) == 0) {
                element(pick(NAMES), pick(NAMESPACES), depth + 1, inner);
            } else {
                text(pick(TEXTS));
            }
        }
        xml.append("</").append(tag);
        space(0);
        xml.append('>');
    }

    private void attribute(String name, String value) {
        space(1);
        xml.append(name);
        space(0);
        xml.append('=');
        space(0);
        var quote = random.nextBoolean() ? '"' : '\'';
        xml.append(quote);
        escape(value, quote);
        xml.append(quote);
    }

    private void text(String text) {
        if (random.nextInt(4) == 0 && !text.contains("]]>")) {
            xml.append("<![CDATA[").append(text).append("]]>");
        } else {
            escape(text, '>');
        }
    }

    private void escape(String text, char also) {
        text.codePoints().forEach(c -> {
            var must = c == '<' || c == '&' || c == also;
            if (must || random.nextInt(8) == 0) {
                reference(c);
            } else {
                xml.appendCodePoint(c);
            }
        });
    }

    private void reference(int c) {
        var named = "<>&'\"".indexOf(c);
        switch (random.nextInt(3)) {
            case 0 -> xml.append("&#").append(c).append(';');
            case 1 -> xml.append("&#x0").append(Integer.toHexString(c)).append(';');
            default ->
                xml.append(
                        named < 0
                                ? "&#" + c + ";"
                                : List.of("&lt;", "&gt;", "&amp;", "&apos;", "&quot;")
                                        .get(named));
        }
    }

    private void space(int least) {
        for (var i = least + (random.nextInt(5) == 0 ? 1 : 0); i > 0; i--) {
            xml.append(" \n\t\r".charAt(random.nextInt(4)));
        }
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
