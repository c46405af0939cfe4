package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What an entity says of itself (XEP-0030 §3), and the hash of that (XEP-0115 §5).
record DiscoInfo(List<Identity> identities, List<String> features, List<Element> forms) {

    /// What an entity is.
    ///
    /// @param lang of the name, `""` for none
    /// @param name for people, `""` for none
    record Identity(String category, String type, String lang, String name) {

        Element toElement() {
            var element = Element.of("identity", Namespaces.DISCO_INFO)
                    .withAttribute("category", category)
                    .withAttribute("type", type);
            element = lang.isEmpty() ? element : element.withAttribute("xml:lang", lang);
            return name.isEmpty() ? element : element.withAttribute("name", name);
        }

        private String hashed() {
            return category + '/' + type + '/' + lang + '/' + name;
        }
    }

    DiscoInfo {
        identities = List.copyOf(identities);
        features = List.copyOf(features);
        forms = List.copyOf(forms);
    }

    /// What every domain of this server says.
    static DiscoInfo ofServer(String name, List<String> features, List<Element> forms) {
        return new DiscoInfo(List.of(new Identity("server", "im", "", name)), features, forms);
    }

    /// The `<query/>` of an answer.
    ///
    /// @param node as it was asked for, `""` for none
    Element toQuery(String node) {
        var content = new ArrayList<Element>();
        identities.forEach(identity -> content.add(identity.toElement()));
        features.forEach(feature ->
                content.add(Element.of("feature", Namespaces.DISCO_INFO).withAttribute("var", feature)));
        content.addAll(forms);
        var query = Element.of("query", Namespaces.DISCO_INFO).with(content.toArray(Element[]::new));
        return node.isEmpty() ? query : query.withAttribute("node", node);
    }

    /// The verification string of XEP-0115 §5.1, with SHA-1 as it requires.
    String ver() {
        var hashed = new StringBuilder();
        sorted(identities.stream().map(Identity::hashed).toList())
                .forEach(one -> hashed.append(one).append('<'));
        sorted(features).forEach(one -> hashed.append(one).append('<'));
        forms.stream()
                .sorted((one, other) -> byOctets(formType(one), formType(other)))
                .forEach(form -> append(form, hashed));
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest(hashed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    private static void append(Element form, StringBuilder hashed) {
        hashed.append(formType(form)).append('<');
        form.children().stream()
                .filter(field -> field.name().equals("field"))
                .filter(field -> !field.attributeOr("var", "").equals("FORM_TYPE"))
                .sorted((one, other) -> byOctets(one.attributeOr("var", ""), other.attributeOr("var", "")))
                .forEach(field -> {
                    hashed.append(field.attributeOr("var", "")).append('<');
                    sorted(values(field)).forEach(value -> hashed.append(value).append('<'));
                });
    }

    private static String formType(Element form) {
        return form.children().stream()
                .filter(field -> field.attributeOr("var", "").equals("FORM_TYPE"))
                .flatMap(field -> values(field).stream())
                .findFirst()
                .orElse("");
    }

    private static List<String> values(Element field) {
        return field.children().stream()
                .filter(value -> value.name().equals("value"))
                .map(Element::text)
                .toList();
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted(DiscoInfo::byOctets).toList();
    }

    /// The collation `i;octet` (RFC 4790 §9.3), which is not the order of UTF-16.
    private static int byOctets(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
