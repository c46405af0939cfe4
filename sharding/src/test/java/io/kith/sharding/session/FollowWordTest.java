package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// These words cross nodes of two versions: what is written here stays readable.
final class FollowWordTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example");
    private static final Jid COVEN = Jid.parse("coven@conference.verona.example");

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of(
                        new FollowWord.Follow(7, 1L << 40, 100),
                        "<follow xmlns='urn:kith:follow' n='7' after='1099511627776' max='100'/>"),
                Arguments.of(new FollowWord.Unfollow(), "<unfollow xmlns='urn:kith:follow'/>"),
                Arguments.of(new FollowWord.Leave(), "<leave xmlns='urn:kith:follow'/>"),
                Arguments.of(new FollowWord.Following(7), "<following xmlns='urn:kith:follow' n='7'/>"),
                Arguments.of(
                        new FollowWord.Subscribed("monty", List.of("urn:xmpp:mucsub:nodes:messages"), 5, false),
                        "<subscribed xmlns='urn:kith:follow' nick='monty' since='5'>"
                                + "<event node='urn:xmpp:mucsub:nodes:messages'/></subscribed>"),
                Arguments.of(
                        new FollowWord.Subscribed("monty", List.of(), 5, true),
                        "<subscribed xmlns='urn:kith:follow' nick='monty' since='5' by-others='true'/>"),
                Arguments.of(new FollowWord.Unsubscribed(), "<unsubscribed xmlns='urn:kith:follow'/>"),
                Arguments.of(new FollowWord.Again(), "<again xmlns='urn:kith:follow'/>"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void a_word_is_written_so_and_read_again(FollowWord word, String xml) {
        var message = word.message(ROMEO, COVEN);

        assertThat(message.from()).isEqualTo(ROMEO);
        assertThat(message.to()).isEqualTo(COVEN);
        assertThat(message.firstChild().orElseThrow().toXml()).isEqualTo(xml);
        assertThat(FollowWord.isOne(message)).isTrue();
        assertThat(FollowWord.in(message)).contains(word);
    }

    @Test
    void an_event_names_the_clients_that_are_in_the_room_and_is_given_without() {
        var event = Stanza.parse("<message><event xmlns='http://jabber.org/protocol/pubsub#event'/></message>");
        var marked = FollowWord.seated(event, List.of("garden", "balcony"));

        assertThat(FollowWord.seated(marked)).containsExactlyInAnyOrder("garden", "balcony");
        assertThat(FollowWord.isOne(marked)).isFalse();
        assertThat(FollowWord.plain(marked)).isEqualTo(event);
        assertThat(FollowWord.seated(event, List.of())).isEqualTo(event);
        assertThat(FollowWord.seated(event)).isEmpty();
    }

    @Test
    void what_another_version_says_is_no_word_or_says_the_least() {
        assertThat(FollowWord.in(Stanza.parse("<message><whisper xmlns='urn:kith:follow'/></message>")))
                .isEmpty();
        assertThat(FollowWord.in(Stanza.parse("<message><follow xmlns='urn:kith:follow' n='x' after='-1'/></message>")))
                .contains(new FollowWord.Follow(0, 0, 0));
        assertThat(FollowWord.isOne(Stanza.parse("<message><body>follow</body></message>")))
                .isFalse();
        assertThat(FollowWord.isOne(Stanza.parse("<presence><follow xmlns='urn:kith:follow'/></presence>")))
                .isFalse();
    }
}
