package io.kith.sharding.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RosterQueryTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final RosterLimits FEW = new RosterLimits(3, 2, 5, 4, 1000, 2, 100, 2, 2);

    @Test
    void a_get_tells_which_version_the_client_has() {
        assertThat(parse("get", "<query xmlns='jabber:iq:roster'/>")).isEqualTo(new RosterQuery.Get(Optional.empty()));
        assertThat(parse("get", "<query xmlns='jabber:iq:roster' ver=''/>"))
                .isEqualTo(new RosterQuery.Get(Optional.of("")));
        assertThat(parse("get", "<query xmlns='jabber:iq:roster' ver='x.7'/>"))
                .isEqualTo(new RosterQuery.Get(Optional.of("x.7")));
    }

    @Test
    void a_set_names_one_contact_and_what_the_server_sets_is_ignored() {
        assertThat(set("<item jid='ROMEO@montague.example/orchard' name='R' subscription='both' ask='subscribe'"
                        + " approved='true'><group>A</group><group>B</group><other xmlns='x'/></item>"))
                .isEqualTo(new RosterQuery.Put(ROMEO, "R", List.of("A", "B")));
        assertThat(set("<item jid='romeo@montague.example'/>")).isEqualTo(new RosterQuery.Put(ROMEO, "", List.of()));
        assertThat(set("<item jid='romeo@montague.example' subscription='remove'/>"))
                .isEqualTo(new RosterQuery.Remove(ROMEO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                                                            | BAD_REQUEST
                    <item jid='a@b'/><item jid='c@d'/>                                            | BAD_REQUEST
                    <item/>                                                                       | BAD_REQUEST
                    <item jid='@b'/>                                                              | BAD_REQUEST
                    <item xmlns='x' jid='a@b'/>                                                   | BAD_REQUEST
                    <item jid='a@b'><group>A</group><group>A</group></item>                       | BAD_REQUEST
                    <item jid='a@b'><group/></item>                                               | NOT_ACCEPTABLE
                    <item jid='a@b'><group>ABCDE</group></item>                                   | NOT_ACCEPTABLE
                    <item jid='a@b'><group>ééé</group></item>                                     | NOT_ACCEPTABLE
                    <item jid='a@b'><group>A</group><group>B</group><group>C</group></item>       | NOT_ACCEPTABLE
                    <item jid='a@b' name='ABCDEF'/>                                               | NOT_ACCEPTABLE
                    """)
    void a_wrong_set_gets_the_error_of_the_standard(String items, StanzaError.Condition condition) {
        assertThat(set(items))
                .isInstanceOfSatisfying(
                        RosterQuery.Refused.class,
                        refused -> assertThat(refused.error().condition()).isEqualTo(condition));
    }

    @Test
    void names_and_groups_at_their_bounds_are_taken() {
        assertThat(set("<item jid='a@b' name='ABCDE'><group>ABCD</group><group>éé</group></item>"))
                .isEqualTo(new RosterQuery.Put(Jid.parse("a@b"), "ABCDE", List.of("ABCD", "éé")));
        var groups = IntStream.range(0, RosterLimits.DEFAULT.groupsMax())
                .mapToObj(i -> "<group>" + i + "</group>")
                .collect(Collectors.joining());
        assertThat(RosterQuery.parse(
                        iq("set", query("<item jid='a@b'>" + groups + "</item>")), JULIET, RosterLimits.DEFAULT))
                .isInstanceOf(RosterQuery.Put.class);
    }

    @Test
    void nobody_else_may_ask_or_change_anything() {
        for (var type : List.of("get", "set")) {
            var foreign = iq(type, query("<item jid='a@b'/>")).withFrom(ROMEO);

            assertThat(RosterQuery.parse(foreign, JULIET, FEW))
                    .isEqualTo(new RosterQuery.Refused(StanzaError.FORBIDDEN));
        }
    }

    private static RosterQuery set(String items) {
        return parse("set", query(items));
    }

    private static String query(String items) {
        return "<query xmlns='jabber:iq:roster'>" + items + "</query>";
    }

    private static RosterQuery parse(String type, String query) {
        return RosterQuery.parse(iq(type, query), JULIET, FEW);
    }

    private static Stanza iq(String type, String query) {
        return Stanza.parse("<iq type='" + type + "' id='r1' from='juliet@capulet.example/balcony'>" + query + "</iq>");
    }
}
