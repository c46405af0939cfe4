package io.kith.proto.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementTest {

    private static final String NS = "urn:example:a";

    @Test
    void a_tree_built_and_a_tree_read_are_equal() {
        var built = Element.of("query", NS)
                .withAttribute("ver", 7)
                .with(Element.of("item", NS).withAttribute("jid", "juliet@capulet.example"))
                .with(Element.of("x", "urn:example:b").text("a < b & c"));

        assertThat(Element.parse("""
                        <p:query ver="7" xmlns:p='urn:example:a'><p:item jid="juliet@capulet.example"/><x
                        xmlns="urn:example:b">a &lt; b &#38; c</x></p:query>""")).isEqualTo(built);
    }

    @Test
    void the_order_of_attributes_makes_no_difference() {
        var one = Element.of("a", "").withAttribute("x", 1).withAttribute("y", 2);
        var other = Element.of("a", "").withAttribute("y", 2).withAttribute("x", 1);

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(other.withAttribute("y", 3));
    }

    @Test
    void a_namespace_is_declared_only_where_it_changes() {
        var tree = Element.of("a", NS).with(Element.of("b", NS), Element.of("c", ""));

        assertThat(tree.toXml()).isEqualTo("<a xmlns='urn:example:a'><b/><c xmlns=''/></a>");
        assertThat(new String(tree.toBytes(NS), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("<a><b/><c xmlns=''/></a>");
    }

    @Test
    void what_was_written_is_read_back_white_space_and_quotes_included() {
        var odd = "\t\n\r '\"<>&]]> \u00e9 \u4e2d \ud83d\ude00";
        var tree = Element.of("a", NS)
                .withAttribute("v", odd)
                .withAttribute("xml:lang", "it")
                .withAttribute("{urn:example:c}v", odd)
                .text(odd);

        assertThat(Element.parse(tree.toXml())).isEqualTo(tree);
        assertThat(Element.parse(tree.toXml()).attribute("{urn:example:c}v")).contains(odd);
        assertThat(Element.parse(tree.toXml()).attribute("xml:lang")).contains("it");
    }

    @Test
    void an_element_of_the_xml_namespace_is_written_with_its_prefix() {
        var tree = Element.of("space", "http://www.w3.org/XML/1998/namespace").with(Element.of("a", NS));

        assertThat(tree.toXml()).isEqualTo("<xml:space><a xmlns='urn:example:a'/></xml:space>");
        assertThat(Element.parse(tree.toXml())).isEqualTo(tree);
    }

    @Test
    void a_namespace_may_have_a_brace_in_it() {
        var tree = Element.parse("<a xmlns:p='urn:x}y}' p:v='1'/>");

        assertThat(tree.attribute("{urn:x}y}}v")).contains("1");
        assertThat(Element.parse(tree.toXml())).isEqualTo(tree);
        assertThat(Element.of("a", "").withAttribute("{urn:x}y}}v", 1)).isEqualTo(tree);
    }

    @Test
    void text_is_what_stands_directly_in_it() {
        var mixed = Element.parse("<a>one<b>two</b>three<![CDATA[<four>]]></a>");

        assertThat(mixed.text()).isEqualTo("onethree<four>");
        assertThat(mixed.text("new").toXml()).isEqualTo("<a><b>two</b>new</a>");
        assertThat(mixed.without(child -> child.name().equals("b")))
                .isEqualTo(Element.of("a", "").text("onethree<four>"));
    }

    @Test
    void an_attribute_is_replaced_in_its_place_and_removed() {
        var tree = Element.of("a", "").withAttribute("x", 1).withAttribute("y", 2);

        assertThat(tree.withAttribute("x", 3).toXml()).isEqualTo("<a x='3' y='2'/>");
        assertThat(tree.withoutAttribute("x").toXml()).isEqualTo("<a y='2'/>");
        assertThat(tree.attributeOr("z", "none")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0008", "\ufffe", "\uffff", "\ud800", "x\udc00y"})
    void what_xml_cannot_carry_is_refused_where_it_enters(String text) {
        var tree = Element.of("a", "");

        assertThatThrownBy(() -> tree.text(text)).isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> tree.withAttribute("v", text)).isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> Element.of("a", text)).isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> Element.parse("<a>" + text + "</a>")).isInstanceOf(MalformedXml.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a:b", "<", "-a"})
    void what_is_no_name_is_refused(String name) {
        assertThatThrownBy(() -> Element.of(name, "")).isInstanceOf(MalformedXml.class);
        assertThatThrownBy(() -> Element.of("a", "").withAttribute(name, "v")).isInstanceOf(MalformedXml.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xmlns", "xmlns:a", "{http://www.w3.org/2000/xmlns/}a", "xml:1", "{}a", "{urn:a}"})
    void a_declaration_is_no_attribute(String name) {
        assertThatThrownBy(() -> Element.of("a", "").withAttribute(name, "v")).isInstanceOf(MalformedXml.class);
    }
}
