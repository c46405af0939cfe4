package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.edge.login.LoginFailures;
import io.kith.node.edge.login.Throttle;
import io.kith.persistence.account.AccountRecord;
import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.ClientPassword;
import io.kith.proto.sasl.Mechanism;
import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.Plain;
import io.kith.proto.sasl.SaslPayload;
import io.kith.proto.sasl.ScramClient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6120 §6 and XEP-0077 §3.1, as a client on the wire sees them.
final class AuthenticationTest {

    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final TestEdge at = new TestEdge();

    private Client opened() {
        var client = new Client(at).send(Client.HEADER);
        client.read();
        return client;
    }

    private static String auth(String mechanism, String payload) {
        return "<auth xmlns='" + SASL + "' mechanism='" + mechanism + "'>" + payload + "</auth>";
    }

    private static String plain(String authzid, String name, String password) {
        return auth("PLAIN", SaslPayload.encode(new Plain(authzid, name, password).message()));
    }

    private static ScramClient scram(Mechanism mechanism, String name, String password) {
        return new ScramClient(
                mechanism,
                name,
                "",
                new ClientPassword(Password.of(password).orElseThrow()),
                new ScramClient.Channel.Unbound(),
                new Random(1));
    }

    /// What the server says after the challenge was answered.
    private static String scramLogin(Client client, Mechanism mechanism, ScramClient scram) {
        client.send(auth(mechanism.saslName(), SaslPayload.encode(scram.first())));
        return answer(client, scram, client.read());
    }

    private static String answer(Client client, ScramClient scram, String challenge) {
        var answer = scram.answer(payload(challenge)).orElseThrow();
        return client.send("<response xmlns='" + SASL + "'>" + SaslPayload.encode(answer) + "</response>")
                .read();
    }

    private static byte[] payload(String element) {
        return SaslPayload.decode(element.replaceAll("<[^>]*>", "")).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCRAM_SHA_1", "SCRAM_SHA_256", "SCRAM_SHA_512"})
    void a_password_is_proven_without_being_shown(Mechanism mechanism) {
        var scram = scram(mechanism, "juliet", TestEdge.PASSWORD);
        var success = scramLogin(opened(), mechanism, scram);

        assertThat(success).startsWith("<success");
        assertThat(scram.accepts(payload(success))).isTrue();
    }

    @Test
    void names_that_look_alike_are_one_account() {
        assertThat(opened().send(plain("", "JULIET", TestEdge.PASSWORD)).read()).startsWith("<success");
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answers() {
        var wrong = opened();
        var unknown = opened();
        for (var mechanism : new Mechanism[] {Mechanism.SCRAM_SHA_1, Mechanism.SCRAM_SHA_256}) {
            assertThat(scramLogin(wrong, mechanism, scram(mechanism, "juliet", "wrong")))
                    .isEqualTo("<failure xmlns='" + SASL + "'><not-authorized/></failure>");
            assertThat(scramLogin(unknown, mechanism, scram(mechanism, "nobody", "wrong")))
                    .isEqualTo("<failure xmlns='" + SASL + "'><not-authorized/></failure>");
        }
        assertThat(wrong.send(plain("", "juliet", "wrong")).read())
                .isEqualTo(unknown.send(plain("", "nobody", "wrong")).read())
                .contains("<not-authorized/>");
    }

    @Test
    void an_unknown_name_has_the_same_salt_each_time() {
        var challenges = new String[2];
        for (var i = 0; i < 2; i++) {
            var client = opened().send(auth(
                    "SCRAM-SHA-256",
                    SaslPayload.encode(
                            scram(Mechanism.SCRAM_SHA_256, "nobody", "x").first())));
            challenges[i] = new String(payload(client.read()), java.nio.charset.StandardCharsets.US_ASCII)
                    .replaceAll("^r=[^,]*", "");
        }
        assertThat(challenges[0]).isEqualTo(challenges[1]).contains(",s=").contains(",i=10000");
    }

    @Test
    void five_attempts_are_all_there_are() {
        var client = opened();
        for (var i = 1; i < 5; i++) {
            assertThat(client.send(plain("", "juliet", "wrong")).read())
                    .contains("<not-authorized/>")
                    .doesNotContain("</stream:stream>");
        }

        assertThat(client.send(plain("", "juliet", "wrong")).read())
                .contains("<not-authorized/>", "<policy-violation", "</stream:stream>");
    }

    @Test
    void a_client_may_try_the_mechanisms_that_it_cannot_do_before_one_that_it_can_but_not_for_ever() {
        var client = opened();
        for (var i = 1; i <= 6; i++) {
            assertThat(client.send(auth("SCRAM-SHA-1", "?")).read()).contains("<incorrect-encoding/>");
        }
        assertThat(client.send(Client.auth(TestEdge.PASSWORD)).read()).startsWith("<success");

        var endless = opened();
        for (var i = 1; i < 10; i++) {
            assertThat(endless.send(auth("SCRAM-SHA-1", "?")).read()).doesNotContain("</stream:stream>");
        }
        assertThat(endless.send(auth("SCRAM-SHA-1", "?")).read()).contains("<policy-violation", "</stream:stream>");
    }

    @Test
    void an_aborted_login_may_be_begun_again() {
        var client = opened();
        client.send(auth(
                "SCRAM-SHA-1",
                SaslPayload.encode(scram(Mechanism.SCRAM_SHA_1, "juliet", "x").first())));
        client.read();

        assertThat(client.send("<abort xmlns='" + SASL + "'/>").read()).contains("<aborted/>");
        assertThat(client.send(Client.auth(TestEdge.PASSWORD)).read()).startsWith("<success");
    }

    @Test
    void a_login_without_a_first_message_is_asked_for_it() {
        var client = opened().send(auth("PLAIN", ""));

        assertThat(client.read()).isEqualTo("<challenge xmlns='" + SASL + "'/>");
        var message = SaslPayload.encode(new Plain("", "juliet", TestEdge.PASSWORD).message());
        assertThat(client.send("<response xmlns='" + SASL + "'>" + message + "</response>")
                        .read())
                .startsWith("<success");
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@capulet.example", "juliet@montague.example", "nonsense@@"})
    void acting_as_another_is_refused(String authzid) {
        assertThat(opened().send(plain(authzid, "juliet", TestEdge.PASSWORD)).read())
                .contains("<invalid-authzid/>");
    }

    @Test
    void acting_as_oneself_is_allowed() {
        assertThat(opened().send(plain("Juliet@capulet.example", "juliet", TestEdge.PASSWORD))
                        .read())
                .startsWith("<success");
    }

    @Test
    void what_is_wrong_is_named() {
        assertThat(opened().send(auth("PLAIN", "not base64!")).read()).contains("<incorrect-encoding/>");
        assertThat(opened().send(auth("PLAIN", "AGp1bGlldAByMG0zMA")).read()).contains("<incorrect-encoding/>");
        assertThat(opened().send(auth("PLAIN", "anVsaWV0")).read()).contains("<malformed-request/>");
        assertThat(opened().send(auth("DIGEST-MD5", "")).read()).contains("<invalid-mechanism/>");
        assertThat(opened().send(auth("SCRAM-SHA-1-PLUS", "")).read()).contains("<invalid-mechanism/>");
        assertThat(opened().send("<response xmlns='" + SASL + "'>=</response>").read())
                .contains("<malformed-request/>");
    }

    @Test
    void a_disabled_account_is_told_so_only_behind_its_password() {
        at.accounts.setStatus(TestEdge.JULIET, AccountRecord.Status.DISABLED);

        assertThat(opened().send(plain("", "juliet", "wrong")).read()).contains("<not-authorized/>");
        assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read()).contains("<account-disabled/>");
    }

    @Test
    void a_store_that_fails_is_a_passing_trouble() {
        at.accounts = (io.kith.persistence.account.Accounts) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {io.kith.persistence.account.Accounts.class},
                (_, _, _) -> CompletableFuture.failedFuture(new IllegalStateException("the store is away")));

        assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read()).contains("<temporary-auth-failure/>");
        assertThat(opened().send(auth(
                                "SCRAM-SHA-1",
                                SaslPayload.encode(scram(Mechanism.SCRAM_SHA_1, "juliet", "x")
                                        .first())))
                        .read())
                .contains("<temporary-auth-failure/>");
    }

    @Test
    void guesses_are_slowed_down_per_address_until_time_has_passed() {
        at.failures = new LoginFailures(new Throttle(3, Duration.ofSeconds(10), at.clock), Throttle.OFF, Throttle.OFF);
        for (var i = 0; i < 3; i++) {
            assertThat(opened().send(plain("", "nobody" + i, "guess")).read()).contains("<not-authorized/>");
        }

        assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read()).contains("<temporary-auth-failure/>");
        at.clock.advance(Duration.ofSeconds(10));
        assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read()).startsWith("<success");
    }

    @Test
    void of_guesses_made_at_the_same_time_no_more_are_looked_at_than_may_fail() {
        var guesses = Stream.generate(() -> scram(Mechanism.SCRAM_SHA_256, "juliet", "guess"))
                .limit(300)
                .toList();
        var guessers = guesses.stream()
                .map(guess -> opened().send(auth("SCRAM-SHA-256", SaslPayload.encode(guess.first()))))
                .toList();
        var challenges = guessers.stream().map(Client::read).toList();

        var judged = 0;
        for (var i = 0; i < guesses.size(); i++) {
            var answer = answer(guessers.get(i), guesses.get(i), challenges.get(i));
            assertThat(answer).containsPattern("<not-authorized/>|<temporary-auth-failure/>");
            judged += answer.contains("<not-authorized/>") ? 1 : 0;
        }
        assertThat(judged).isEqualTo(10);
    }

    @Test
    void a_right_proof_is_not_looked_at_either_once_too_many_were_wrong() {
        at.failures = new LoginFailures(Throttle.OFF, new Throttle(1, Duration.ofSeconds(10), at.clock), Throttle.OFF);
        var scram = scram(Mechanism.SCRAM_SHA_256, "juliet", TestEdge.PASSWORD);
        var client = opened().send(auth("SCRAM-SHA-256", SaslPayload.encode(scram.first())));
        var challenge = client.read();
        assertThat(opened().send(plain("", "juliet", "guess")).read()).contains("<not-authorized/>");

        assertThat(answer(client, scram, challenge)).contains("<temporary-auth-failure/>");
        assertThat(at.refusals.count("throttled")).isEqualTo(1);
    }

    @Test
    void logins_that_succeed_use_nothing_up() {
        at.failures = new LoginFailures(
                new Throttle(1, Duration.ofDays(1), at.clock),
                new Throttle(1, Duration.ofDays(1), at.clock),
                new Throttle(1, Duration.ofDays(1), at.clock));
        for (var i = 0; i < 3; i++) {
            assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read())
                    .startsWith("<success");
            var scram = scram(Mechanism.SCRAM_SHA_256, "juliet", TestEdge.PASSWORD);
            assertThat(scramLogin(opened(), Mechanism.SCRAM_SHA_256, scram)).startsWith("<success");
        }

        assertThat(opened().send(plain("", "juliet", "guess")).read()).contains("<not-authorized/>");
        assertThat(opened().send(plain("", "juliet", TestEdge.PASSWORD)).read()).contains("<temporary-auth-failure/>");
    }

    // In-band registration.

    private static String register(String name, String password) {
        return "<iq type='set' id='r1'><query xmlns='jabber:iq:register'><username>" + name + "</username><password>"
                + password + "</password></query></iq>";
    }

    @Test
    void accounts_are_made_in_band_only_where_that_is_open() {
        assertThat(new Client(at).send(Client.HEADER).read()).doesNotContain("iq-register");
        assertThat(opened().send(register("nurse", "angelica")).read())
                .contains("type='error'", "<service-unavailable");

        at.registration = true;
        assertThat(new Client(at).send(Client.HEADER).read()).contains("http://jabber.org/features/iq-register");
    }

    @Test
    void who_has_asked_for_the_form_has_minutes_to_fill_it_in_however_often_it_asks() {
        at.registration = true;
        var client = opened();
        client.send("<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>")
                .read();

        assertThat(client.after(at.settings.loginWithin())).isEmpty();
        client.send("<iq type='get' id='f2'><query xmlns='jabber:iq:register'/></iq>")
                .read();
        assertThat(client.after(at.settings.registersWithin().minus(at.settings.loginWithin())))
                .contains("<connection-timeout");
    }

    @Test
    void a_new_account_may_log_in_on_the_same_stream() {
        at.registration = true;
        var client = opened();

        assertThat(client.send("<iq type='get' id='r0'><query xmlns='jabber:iq:register'/></iq>")
                        .read())
                .contains("<username/>", "<password/>", "type='result'");
        assertThat(client.send(register("nurse", "angelica")).read()).isEqualTo("<iq type='result' id='r1'/>");
        assertThat(at.made).containsExactly(Jid.parse("nurse@capulet.example"));
        assertThat(client.send(plain("", "nurse", "angelica")).read()).startsWith("<success");
    }

    @Test
    void whoever_has_no_account_yet_speaks_to_the_domain_of_its_stream_alone() {
        at.registration = true;

        assertThat(opened().send(register("nurse", "x").replace(" id=", " to='capulet.example' id="))
                        .read())
                .contains("type='result'");
        for (var other : List.of("montague.example", "juliet@capulet.example")) {
            assertThat(opened().send(register("peter", "x").replace(" id=", " to='" + other + "' id="))
                            .read())
                    .contains("<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>")
                    .doesNotContain("<iq");
        }
        assertThat(at.made).containsExactly(Jid.parse("nurse@capulet.example"));
    }

    @Test
    void a_name_is_given_once_and_an_impossible_one_never() {
        at.registration = true;

        assertThat(opened().send(register("juliet", "x")).read()).contains("<conflict");
        assertThat(opened().send(register("a b", "x")).read()).contains("<not-acceptable");
        assertThat(opened().send(register("nurse", "")).read()).contains("<not-acceptable");
        assertThat(at.made).isEmpty();
    }

    @Test
    void an_address_makes_a_few_accounts_and_then_has_to_wait() {
        at.registration = true;
        for (var i = 0; i < 2; i++) {
            assertThat(opened().send(register("nurse" + i, "x")).read()).contains("type='result'");
        }

        assertThat(opened().send(register("nurse2", "x")).read()).contains("<resource-constraint");
        assertThat(at.accounts
                        .find(Jid.parse("nurse2@capulet.example"))
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }
}
