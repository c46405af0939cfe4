package io.kith.node.edge.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.Out;
import org.junit.jupiter.api.Test;

final class ClientStateTest {

    private final ClientState state = new ClientState();
    private long seq;

    private Parcel parcel(String xml) {
        return Parcel.linked(Out.unlogged(Stanza.parse(xml)), ++seq, false);
    }

    private Parcel presence(String from) {
        return parcel("<presence from='" + from + "'/>");
    }

    @Test
    void an_active_client_gets_everything_at_once() {
        var presence = presence("romeo@montague.example/orchard");

        assertThat(state.pass(presence)).containsExactly(presence);
    }

    @Test
    void presence_waits_the_latest_of_each_address_in_the_order_of_their_coming() {
        state.inactive(true);
        state.pass(presence("romeo@montague.example/orchard"));
        var nurse = presence("nurse@capulet.example/hall");
        state.pass(nurse);
        var latest = presence("romeo@montague.example/orchard");
        state.pass(latest);

        assertThat(state.inactive(false)).containsExactly(nurse, latest);
        assertThat(state.waiting()).isEmpty();
    }

    @Test
    void a_subscription_request_does_not_wait() {
        state.inactive(true);
        var request = parcel("<presence type='subscribe' from='romeo@montague.example'/>");

        assertThat(state.pass(request)).containsExactly(request);
    }

    @Test
    void what_a_room_says_of_the_client_itself_does_not_wait() {
        state.inactive(true);
        var other = parcel("<presence from='room@chat.example/romeo'><x xmlns='http://jabber.org/protocol/muc#user'>"
                + "<item role='participant'/></x></presence>");
        var self = parcel("<presence from='room@chat.example/juliet'><x xmlns='http://jabber.org/protocol/muc#user'>"
                + "<status code='110'/></x></presence>");

        assertThat(state.pass(other)).isEmpty();
        assertThat(state.pass(self)).containsExactly(other, self);
    }

    @Test
    void a_chat_state_alone_is_dropped_and_one_with_words_or_in_the_log_is_not() {
        state.inactive(true);
        var composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
        var words = parcel("<message from='romeo@montague.example'>" + composing + "<body>hi</body></message>");
        var logged = Parcel.linked(
                new Out(Stanza.parse("<message from='romeo@montague.example'>" + composing + "</message>"), 9),
                ++seq,
                false);

        assertThat(state.pass(parcel("<message from='romeo@montague.example'>" + composing + "</message>")))
                .isEmpty();
        assertThat(state.waiting()).isEmpty();
        assertThat(state.pass(words)).containsExactly(words);
        assertThat(state.pass(logged)).containsExactly(logged);
    }

    /// What a room adds (XEP-0421, XEP-0359, XEP-0045 §7.5) is no more to wake up for.
    @Test
    void a_chat_state_alone_that_comes_through_a_room_is_dropped() {
        state.inactive(true);
        var composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
        var inRoom = composing + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='o1'/>";
        var mark = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
        var invitation = "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='romeo@montague.example'/></x>";

        assertThat(state.pass(parcel("<message type='groupchat' from='r@chat.example/romeo'>" + inRoom + "</message>")))
                .isEmpty();
        assertThat(state.pass(
                        parcel("<message type='chat' from='r@chat.example/romeo'>" + inRoom + mark + "</message>")))
                .isEmpty();
        assertThat(state.pass(parcel("<message from='r@chat.example'>" + composing + invitation + "</message>")))
                .hasSize(1);
        assertThat(state.pass(parcel("<message type='groupchat' from='r@chat.example/romeo'>"
                        + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='o1'/></message>")))
                .as("no chat state")
                .hasSize(1);
    }

    @Test
    void who_comes_under_a_nickname_that_somebody_left_is_another() {
        state.inactive(true);
        state.pass(occupant("", "o1"));
        var gone = occupant("type='unavailable'", "o1");
        state.pass(gone);
        state.pass(occupant("", "o2"));
        var other = occupant("", "o2");
        state.pass(other);

        assertThat(state.inactive(false)).containsExactly(gone, other);
    }

    private Parcel occupant(String type, String id) {
        return parcel("<presence " + type + " from='r@chat.example/romeo'>"
                + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='" + id + "'/></presence>");
    }

    @Test
    void more_addresses_than_may_wait_wake_the_client() {
        state.inactive(true);
        for (var i = 0; i < ClientState.WAITING_MAX; i++) {
            assertThat(state.pass(presence("friend" + i + "@montague.example"))).isEmpty();
        }

        assertThat(state.pass(presence("one-more@montague.example"))).hasSize(ClientState.WAITING_MAX + 1);
    }
}
