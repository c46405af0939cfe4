package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static io.kith.sharding.xep.Answers.stanza;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.Password;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class InBandRegistrationTest {

    private static final Jid BALCONY = Jid.parse("juliet@capulet.example/balcony");

    private final List<String> done = new ArrayList<>();
    private boolean there = true;
    private final FeatureChain chain = Answers.chain(InBandRegistration.open(new Recorded()));

    @Test
    void a_user_is_told_that_the_account_is_registered_and_not_what_its_password_is() {
        var request = request("get", "");

        assertThat(answer(chain.domainIq(BALCONY, request)).element())
                .isEqualTo(stanza("<iq type='result' id='r' from='capulet.example'>"
                                + "<query xmlns='jabber:iq:register'><registered/><username>juliet</username>"
                                + "<password/></query></iq>")
                        .element());
    }

    @Test
    void a_user_changes_the_password_from_the_session_that_goes_on() {
        var request = request("set", "<username>juliet</username><password>r0m30</password>");

        assertThat(answer(chain.domainIq(BALCONY, request))).isEqualTo(request.result());
        assertThat(done).containsExactly("password by " + BALCONY);
    }

    @Test
    void the_own_account_may_be_asked_instead_of_the_domain() {
        var juliet = new TestAccount("juliet@capulet.example").bound("balcony").sending("balcony");
        var request = request("set", "<username>Juliet</username><password>r0m30</password>")
                .withTo(null);

        assertThat(answer(chain.accountIq(juliet, request))).isEqualTo(request.result());
        assertThat(chain.accountIq(juliet.receiving(), request)).isEqualTo(Outcome.PASS);
        assertThat(done).hasSize(1);
    }

    @Test
    void an_empty_or_missing_password_or_name_changes_nothing() {
        for (var incomplete : List.of(
                "<username>juliet</username><password/>",
                "<username>juliet</username>",
                "<password>r0m30</password>",
                "<username/><password>r0m30</password>",
                "")) {
            assertThat(set(incomplete)).isEqualTo(refused(StanzaError.BAD_REQUEST));
        }
        assertThat(done).isEmpty();
    }

    @Test
    void a_second_name_is_not_acceptable_and_neither_is_a_password_that_is_none() {
        assertThat(set("<username>romeo</username><password>x</password>"))
                .isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
        assertThat(set("<username>juliet@capulet.example</username><password>x</password>"))
                .isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
        assertThat(set("<username>juliet</username><password>" + "x".repeat(Password.CHARS_MAX + 1) + "</password>"))
                .isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
        assertThat(done).isEmpty();
    }

    @Test
    void a_password_may_be_as_long_as_its_bound() {
        assertThat(answer(set("<username>juliet</username><password>" + "x".repeat(Password.CHARS_MAX) + "</password>"))
                        .type())
                .isEqualTo("result");
    }

    @Test
    void a_user_deletes_the_account() {
        var request = request("set", "<remove/>");

        assertThat(answer(chain.domainIq(BALCONY, request))).isEqualTo(request.result());
        assertThat(done).containsExactly("removed by " + BALCONY);
    }

    @Test
    void deleting_is_asked_for_by_itself() {
        assertThat(set("<remove/><username>juliet</username>")).isEqualTo(refused(StanzaError.BAD_REQUEST));
        assertThat(done).isEmpty();
    }

    @Test
    void an_account_that_is_gone_meanwhile_is_not_registered() {
        there = false;
        var request = request("set", "<remove/>");

        assertThat(answer(chain.domainIq(BALCONY, request)))
                .isEqualTo(request.error(StanzaError.REGISTRATION_REQUIRED));
    }

    @Test
    void who_is_no_user_of_the_domain_is_not_answered() {
        for (var stranger : List.of("romeo@montague.example/orchard", "montague.example", "capulet.example")) {
            assertThat(chain.domainIq(Jid.parse(stranger), request("set", "<remove/>")))
                    .isEqualTo(Outcome.PASS);
            assertThat(chain.domainIq(Jid.parse(stranger), request("get", ""))).isEqualTo(Outcome.PASS);
        }
        assertThat(done).isEmpty();
    }

    @Test
    void where_it_is_closed_it_is_not_allowed_and_not_announced() {
        var closed = Answers.chain(InBandRegistration.closed(new Recorded()));

        assertThat(closed.domainIq(BALCONY, request("set", "<remove/>"))).isEqualTo(refused(StanzaError.NOT_ALLOWED));
        assertThat(closed.advertised()).isEmpty();
        assertThat(chain.advertised()).containsExactly("jabber:iq:register");
        assertThat(done).isEmpty();
    }

    private Outcome set(String content) {
        return chain.domainIq(BALCONY, request("set", content));
    }

    private static Stanza request(String type, String content) {
        return stanza("<iq type='" + type + "' id='r' to='capulet.example'><query xmlns='jabber:iq:register'>" + content
                + "</query></iq>");
    }

    private final class Recorded implements AccountChanges {

        @Override
        public CompletionStage<Boolean> changePassword(Jid by, Password password) {
            done.add("password by " + by);
            return completedFuture(there);
        }

        @Override
        public CompletionStage<Boolean> remove(Jid by) {
            done.add("removed by " + by);
            return completedFuture(there);
        }
    }
}
