package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.lastseen.InMemoryLastSeen;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.TestAccount;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LastActivityTest {

    private static final Stanza QUERY = stanza("<iq type='get' id='q1' from='romeo@montague.example/orchard'"
            + " to='juliet@capulet.example'><query xmlns='jabber:iq:last'/></iq>");

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final FeatureChain chain = Answers.chain(new LastActivity(new InMemoryLastSeen(), () -> now));
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @Test
    void tells_a_subscriber_how_long_ago_the_account_left_and_what_it_said() {
        leave("night!");
        now = now.plusSeconds(90);

        assertThat(answer(chain.accountIq(friend(), QUERY))).isEqualTo(QUERY.result(last(90).text("night!")));
    }

    @Test
    void tells_nothing_but_zero_while_a_resource_is_available() {
        leave("night!");
        now = now.plusSeconds(90);

        assertThat(answer(chain.accountIq(friend().online("balcony"), QUERY))).isEqualTo(QUERY.result(last(0)));
    }

    @Test
    void a_clock_that_went_back_does_not_make_the_departure_lie_ahead() {
        leave("");
        now = now.minusSeconds(5);

        assertThat(answer(chain.accountIq(friend(), QUERY))).isEqualTo(QUERY.result(last(0)));
    }

    @Test
    void an_account_that_never_was_there_has_no_last_activity() {
        assertThat(answer(chain.accountIq(friend(), QUERY))).isEqualTo(QUERY.error(StanzaError.ITEM_NOT_FOUND));
    }

    @Test
    void only_the_last_of_several_resources_takes_the_account_away() {
        leave("first");
        now = now.plusSeconds(10);
        juliet.online("chamber");
        leave("second");

        assertThat(answer(chain.accountIq(
                        new TestAccount("juliet@capulet.example").seenBy("romeo@montague.example"), QUERY)))
                .isEqualTo(QUERY.result(last(10).text("first")));
    }

    @Test
    void a_stranger_is_refused_whether_the_account_is_online_offline_or_not_there_at_all() {
        assertThat(chain.accountIq(juliet, QUERY)).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.accountIq(juliet.online("balcony"), QUERY)).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.nobodyIq(QUERY)).isEqualTo(refused(StanzaError.FORBIDDEN));
    }

    @Test
    void a_strangers_question_does_not_reach_a_resource_and_a_subscribers_does() {
        var toBalcony = QUERY.withTo(Jid.parse("juliet@capulet.example/balcony"));

        assertThat(chain.incoming(juliet, toBalcony).stop()).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.incoming(friend(), toBalcony).stop()).isNull();
    }

    @Test
    void a_farewell_is_remembered_up_to_its_bound() {
        leave("x".repeat(LastActivity.FAREWELL_MAX));
        assertThat(farewell()).hasSize(LastActivity.FAREWELL_MAX);

        now = now.plusSeconds(1);
        leave("🌙".repeat(LastActivity.FAREWELL_MAX + 1));
        assertThat(farewell()).isEqualTo("🌙".repeat(LastActivity.FAREWELL_MAX));
    }

    @Test
    void a_domain_tells_anybody_how_long_it_has_been_running() {
        now = now.plusSeconds(3_600);
        var query = QUERY.withTo(Jid.parse("capulet.example"));

        assertThat(answer(chain.domainIq(Jid.parse("romeo@montague.example/orchard"), query)))
                .isEqualTo(query.result(last(3_600)));
    }

    private void leave(String farewell) {
        var awaits = chain.becameUnavailable(
                        juliet,
                        Stanza.presence(
                                Jid.parse("juliet@capulet.example/balcony"),
                                null,
                                "unavailable",
                                Element.of("status", "jabber:client").text(farewell)))
                .awaits();
        awaits.forEach(done -> done.toCompletableFuture().join());
    }

    private String farewell() {
        return answer(chain.accountIq(friend(), QUERY))
                .firstChild()
                .orElseThrow()
                .text();
    }

    private TestAccount friend() {
        return juliet.seenBy("romeo@montague.example");
    }

    private static Element last(long seconds) {
        return Element.of("query", "jabber:iq:last").withAttribute("seconds", seconds);
    }
}
