package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CapsTest {

    @Test
    void the_hash_of_the_standards_simple_example() {
        var info = new DiscoInfo(
                List.of(new DiscoInfo.Identity("client", "pc", "", "Exodus 0.9.1")),
                List.of(
                        "http://jabber.org/protocol/muc",
                        "http://jabber.org/protocol/disco#items",
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/caps"),
                List.of());

        assertThat(info.ver()).isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }

    @Test
    void the_hash_of_the_standards_complex_example() {
        var info = new DiscoInfo(
                List.of(
                        new DiscoInfo.Identity("client", "pc", "en", "Psi 0.11"),
                        new DiscoInfo.Identity("client", "pc", "el", "Ψ 0.11")),
                List.of(
                        "http://jabber.org/protocol/caps",
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/disco#items",
                        "http://jabber.org/protocol/muc"),
                List.of(Element.parse("""
                        <x xmlns='jabber:x:data' type='result'>\
                        <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>\
                        <field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>\
                        <field var='os'><value>Mac</value></field>\
                        <field var='os_version'><value>10.5.1</value></field>\
                        <field var='software'><value>Psi</value></field>\
                        <field var='software_version'><value>0.11</value></field></x>""")));

        assertThat(info.ver()).isEqualTo("q07IKJEyjvHSyhy//CH0CxmKi8w=");
    }

    @Test
    void each_stream_carries_the_hash_of_what_the_domain_says_of_itself() {
        var chain = Answers.chain(new Caps("Kith"), new Disco("Kith"), new Ping());
        var said = DiscoInfo.ofServer("Kith", chain.advertised(), List.of());

        assertThat(chain.streamFeatures("capulet.example")).containsExactly(Caps.announcement(said));
    }

    @Test
    void another_feature_makes_another_hash() {
        assertThat(Answers.chain(new Disco("Kith"), new Caps("Kith")).streamFeatures("capulet.example"))
                .isNotEqualTo(Answers.chain(new Disco("Kith"), new Caps("Kith"), new Ping())
                        .streamFeatures("capulet.example"));
    }

    @Test
    void it_is_of_no_use_without_discovery() {
        assertThatThrownBy(() -> Answers.chain(new Caps("Kith"))).hasMessage("Caps needs Disco");
    }

    @Test
    void it_is_announced() {
        assertThat(Answers.chain(new Disco("Kith"), new Caps("Kith")).advertised())
                .contains("http://jabber.org/protocol/caps");
    }
}
