package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.edge.xep.StreamManagement;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.session.UserSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// RFC 6120, the stream itself: opening, negotiation, session, end.
final class ConnectionTest {

    private static final String BIND = "<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>balcony</resource></bind></iq>";

    private final TestEdge at = new TestEdge();

    @Test
    void answers_a_stream_with_its_own_and_with_features() {
        var answer = new Client(at).send(Client.HEADER).read();

        assertThat(answer)
                .contains("<stream:stream ", "from='capulet.example'", "version='1.0'", "<stream:features>")
                .contains("<mechanism>SCRAM-SHA-256</mechanism>")
                .doesNotContain("-PLUS<");
    }

    @Test
    void answers_a_client_that_says_who_it_is_by_its_bare_address() {
        var header = Client.HEADER.replace("<stream:stream", "<stream:stream from='Juliet@capulet.example/balcony'");

        assertThat(new Client(at).send(header).read()).contains(" to='juliet@capulet.example'");
        assertThat(new Client(at).send(Client.HEADER).read()).doesNotContain(" to=");
    }

    @Test
    void who_has_shown_who_it_is_can_be_nobody_else() {
        for (var from : new String[] {"romeo@capulet.example", "juliet@montague.example", "montague.example"}) {
            var header = Client.HEADER.replace("<stream:stream", "<stream:stream from='" + from + "'");
            var client = new Client(at).send(header);
            assertThat(client.read()).contains("</stream:features>");

            client.send(Client.auth(TestEdge.PASSWORD)).read();
            assertThat(client.send(header).read())
                    .contains("<stream:stream ", "<invalid-from", "</stream:stream>")
                    .doesNotContain(" to=");
        }
    }

    @Test
    void who_has_shown_who_it_is_may_say_so_or_say_nothing_that_can_be_read() {
        for (var from : new String[] {"Juliet@capulet.example/balcony", "@"}) {
            var client = new Client(at).send(Client.HEADER).send(Client.auth(TestEdge.PASSWORD));
            client.read();

            client.send(Client.HEADER.replace("<stream:stream", "<stream:stream from='" + from + "'"));
            assertThat(client.read()).contains("<bind ");
        }
    }

    @Test
    void what_a_client_says_without_a_language_is_in_that_of_its_stream() {
        var header = Client.HEADER.replace("<stream:stream", "<stream:stream xml:lang='de'");
        var client = new Client(at).send(Client.HEADER).send(Client.auth(TestEdge.PASSWORD));
        client.send(header).send(BIND).tell(new EdgeMessage.Attached(Client.EPOCH, Client.BALCONY, "s-1"));
        client.send("<presence/><message xml:lang='it'/>");

        assertThat(client.heard(UserSession.Inbound.class).getFirst().stanzas())
                .extracting(Stanza::lang)
                .containsExactly("de", "it");
        assertThat(Client.bound(at)
                        .send("<presence/>")
                        .heard(UserSession.Inbound.class)
                        .getLast()
                        .stanzas())
                .containsExactly(Stanza.parse("<presence/>"));
    }

    @Test
    void names_every_stream_differently() {
        var ids = new HashSet<String>();
        for (var i = 0; i < 20; i++) {
            var answer = new Client(at).send(Client.HEADER).read();
            ids.add(answer.replaceAll("(?s).* id='([^']{20,})'.*", "$1"));
        }
        assertThat(ids).hasSize(20).allMatch(id -> id.length() == 24);
    }

    @Test
    void offers_only_starttls_where_tls_is_required() {
        at.allowPlaintext = false;

        assertThat(new Client(at).send(Client.HEADER).read())
                .endsWith("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                        + "</stream:features>");
    }

    @Test
    void a_login_in_the_clear_is_refused_where_tls_is_required() {
        at.allowPlaintext = false;
        var client = new Client(at).send(Client.HEADER);
        client.read();

        assertThat(client.send(Client.auth(TestEdge.PASSWORD)).read()).contains("<encryption-required/>");
    }

    @Test
    void a_domain_that_is_not_served_is_unknown_on_a_stream_of_our_own() {
        var client = new Client(at).send(Client.HEADER.replace("capulet.example", "montague.example"));

        assertThat(client.read()).contains("<stream:stream ", "<host-unknown", "</stream:error></stream:stream>");
        assertThat(client.connection.isDone()).isTrue();
    }

    @Test
    void a_stream_without_a_version_is_refused() {
        assertThat(new Client(at)
                        .send(Client.HEADER.replace(" version='1.0' ", " "))
                        .read())
                .contains("<unsupported-version");
    }

    @Test
    void what_is_no_xml_is_answered_on_a_stream_of_our_own() {
        assertThat(new Client(at).send("GET / HTTP/1.1\r\n\r\n").read())
                .startsWith("<?xml version='1.0'?><stream:stream ")
                .contains("<not-well-formed", "</stream:stream>");
    }

    @Test
    void a_stanza_before_the_login_is_not_authorized_and_goes_nowhere() {
        var client = new Client(at).send(Client.HEADER).send("<message to='romeo@montague.example'/>");

        assertThat(client.read()).contains("<not-authorized", "</stream:stream>");
        assertThat(at.owners.heard).isEmpty();
    }

    @Test
    void a_stanza_before_the_binding_is_not_authorized_and_goes_nowhere() {
        var client = new Client(at).loggedIn().send("<message to='romeo@montague.example'/>");

        assertThat(client.read()).contains("<not-authorized", "</stream:stream>");
        assertThat(at.owners.heard).isEmpty();
    }

    @Test
    void a_login_restarts_the_stream_and_offers_a_resource() {
        var client = new Client(at).send(Client.HEADER);
        client.read();

        assertThat(client.send(Client.auth(TestEdge.PASSWORD)).read()).startsWith("<success ");
        assertThat(client.send(Client.HEADER).read())
                .contains("<stream:stream ", "<bind ", "<session ", "<optional/>", "<sm xmlns='urn:xmpp:sm:3'/>")
                .doesNotContain("<mechanisms");
    }

    @Test
    void binding_asks_the_owner_and_answers_with_what_it_says() {
        var client = new Client(at).loggedIn().send(BIND);

        assertThat(client.read()).isEmpty();
        assertThat(client.heard(UserSession.Attach.class))
                .containsExactly(new UserSession.Attach(Client.EDGE, TestEdge.JULIET, "balcony", "", TestEdge.PROVED));

        client.tell(new EdgeMessage.Attached(Client.EPOCH, Client.BALCONY, "s-1"));
        assertThat(client.read())
                .isEqualTo("<iq type='result' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        + "<jid>juliet@capulet.example/balcony</jid></bind></iq>");
    }

    @Test
    void an_illegal_resource_is_a_bad_request_and_another_may_be_tried() {
        var client = new Client(at).loggedIn().send(BIND.replace("balcony", "bal&#x9;cony"));

        assertThat(client.read()).contains("type='error'", "<bad-request");
        assertThat(client.send(BIND).heard(UserSession.Attach.class)).hasSize(1);
    }

    @Test
    void a_binding_that_the_owner_refuses_may_be_tried_again() {
        var client = new Client(at).loggedIn().send(BIND).tell(new EdgeMessage.AttachRefused(StanzaError.CONFLICT));

        assertThat(client.read()).contains("type='error'", "<conflict");
        assertThat(client.send(BIND).heard(UserSession.Attach.class)).hasSize(2);
    }

    @Test
    void everything_may_come_in_one_piece() {
        var client = new Client(at)
                .send(Client.HEADER + Client.auth(TestEdge.PASSWORD) + Client.HEADER + BIND
                        + "<presence/><message to='romeo@montague.example'><body>a &gt; b</body></message>");

        assertThat(client.heard(UserSession.Inbound.class)).isEmpty();
        client.tell(new EdgeMessage.Attached(Client.EPOCH, Client.BALCONY, "s-1"));

        assertThat(client.heard(UserSession.Inbound.class)).singleElement().satisfies(inbound -> {
            assertThat(inbound.firstN()).isEqualTo(1);
            assertThat(inbound.epoch()).isEqualTo(Client.EPOCH);
            assertThat(inbound.stanzas()).hasSize(2);
        });
    }

    @Test
    void everything_may_come_byte_by_byte() {
        var client = new Client(at);
        (Client.HEADER + Client.auth(TestEdge.PASSWORD) + Client.HEADER + BIND)
                .chars()
                .forEach(c -> client.send(Character.toString(c)));

        assertThat(client.heard(UserSession.Attach.class)).hasSize(1);
    }

    @Test
    void nothing_is_read_while_the_store_is_asked() {
        var client = new Client(at, false, true);
        client.send(Client.HEADER + Client.auth(TestEdge.PASSWORD) + Client.HEADER);

        assertThat(client.connection.reads()).isFalse();
        assertThat(client.read()).doesNotContain("<success");

        client.runLater();
        assertThat(client.read()).contains("<success ", "<bind ");
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void stanzas_go_to_the_owner_numbered_and_those_of_one_read_together() {
        var client = Client.bound(at).send("<presence/><presence/>").send("<presence/>");

        assertThat(client.heard(UserSession.Inbound.class))
                .extracting(UserSession.Inbound::firstN)
                .containsExactly(1L, 3L);
    }

    @Test
    void what_the_owner_says_is_written_in_order() {
        var client = Client.bound(at).tell(1, Client.message("one"), Client.message("two"));

        assertThat(client.read()).containsSubsequence("one", "two");
    }

    @Test
    void what_belongs_to_another_epoch_is_ignored() {
        var client = Client.bound(at);
        client.tell(new EdgeMessage.Outbound(Client.EPOCH - 1, 1, java.util.List.of(Client.message("of yesterday"))));

        assertThat(client.read()).isEmpty();
    }

    @Test
    void a_gap_is_asked_for_and_a_duplicate_dropped() {
        var client = Client.bound(at).tell(2, Client.message("two"));
        assertThat(client.read()).isEmpty();
        assertThat(client.heard(UserSession.OutboundGap.class))
                .containsExactly(new UserSession.OutboundGap(Client.EDGE, Client.EPOCH, 1));

        client.tell(1, Client.message("one"), Client.message("two")).tell(2, Client.message("two"));
        assertThat(client.read()).containsOnlyOnce("one").containsOnlyOnce("two");
    }

    @Test
    void reading_stops_when_the_owner_falls_behind_and_goes_on_at_half() {
        var client = Client.bound(at).send("<presence/>".repeat(Credit.UNACCEPTED_MAX));
        assertThat(client.connection.reads()).isTrue();

        client.send("<presence/>");
        assertThat(client.connection.reads()).isFalse();
        client.tell(new EdgeMessage.Handled(Client.EPOCH, Credit.UNACCEPTED_MAX / 2, 0));
        assertThat(client.connection.reads()).isFalse();
        client.tell(new EdgeMessage.Handled(Client.EPOCH, Credit.UNACCEPTED_MAX / 2 + 1, 0));
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void what_is_accepted_but_not_handled_stops_the_reading_too() {
        var client = Client.bound(at);
        for (var n = 1; n <= Credit.UNHANDLED_MAX; n++) {
            client.send("<presence/>").tell(new EdgeMessage.Handled(Client.EPOCH, n, 0));
        }
        assertThat(client.connection.reads()).isTrue();

        client.send("<presence/>").tell(new EdgeMessage.Handled(Client.EPOCH, Credit.UNHANDLED_MAX + 1, 0));
        assertThat(client.connection.reads()).isFalse();
        client.tell(new EdgeMessage.Handled(Client.EPOCH, Credit.UNHANDLED_MAX + 1, Credit.UNHANDLED_MAX + 1));
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void input_beyond_the_credit_is_held_and_goes_on_when_there_is_some() {
        var client = Client.bound(at).send("<presence/>".repeat(2_000));
        var first = client.heard(UserSession.Inbound.class).stream()
                .mapToInt(inbound -> inbound.stanzas().size())
                .sum();
        assertThat(first).isLessThan(500);

        for (var n = 0;
                n < 2_000;
                n = client.heard(UserSession.Inbound.class).stream()
                        .mapToInt(inbound -> inbound.stanzas().size())
                        .sum()) {
            client.tell(new EdgeMessage.Handled(Client.EPOCH, n, n));
        }
        assertThat(client.connection.reads()).isFalse();
        client.tell(new EdgeMessage.Handled(Client.EPOCH, 2_000, 2_000));
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void the_owner_that_misses_stanzas_gets_them_again() {
        var client = Client.bound(at).send("<presence/><message id='m2'/><message id='m3'/>");
        client.tell(new EdgeMessage.InboundGap(Client.EPOCH, 2));

        var again = at.owners.last(UserSession.Inbound.class);
        assertThat(again.firstN()).isEqualTo(2);
        assertThat(again.stanzas()).extracting(stanza -> stanza.id()).containsExactly("m2", "m3");
    }

    @Test
    void sessions_and_the_stanzas_of_clients_are_counted_by_kind() {
        var client = Client.bound(at);
        client.send("<presence/><message to='romeo@capulet.example'/><message to='romeo@capulet.example'/>");

        assertThat(at.traffic.sessions()).isEqualTo(1);
        assertThat(at.traffic.received(Stanza.Kind.PRESENCE)).isEqualTo(1);
        assertThat(at.traffic.received(Stanza.Kind.MESSAGE)).isEqualTo(2);
        assertThat(at.traffic.received(Stanza.Kind.IQ)).isZero();
    }

    @Test
    void a_closed_stream_is_closed_behind_what_was_queued_and_the_owner_told() {
        var client = Client.bound(at).tell(1, Client.message("adieu")).send("</stream:stream>");

        assertThat(client.heard(UserSession.Detach.class)).isEmpty();
        assertThat(client.read()).contains("adieu").endsWith("</stream:stream>");
        assertThat(client.connection.isDone()).isTrue();
        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, true, 1));
    }

    @Test
    void what_comes_before_the_closing_tag_is_handled_and_answered_before_ours() {
        var client = Client.bound(at)
                .send("<message to='romeo@capulet.example'/><iq type='get' id='p'/></stream:stream><ignored/>");

        assertThat(client.heard(UserSession.Inbound.class))
                .singleElement()
                .satisfies(inbound -> assertThat(inbound.stanzas()).hasSize(2));
        assertThat(client.read()).isEmpty();
        client.tell(1, Client.message("answer")).tell(new EdgeMessage.Handled(Client.EPOCH, 2, 2));

        assertThat(client.read()).contains("answer").endsWith("</stream:stream>");
        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, true, 1));
    }

    @Test
    void a_client_that_leaves_waits_two_seconds_for_its_owner_and_no_longer() {
        var client = Client.bound(at).send("<message to='romeo@capulet.example'/></stream:stream>");

        assertThat(client.after(Duration.ofMillis(1_999))).isEmpty();
        assertThat(client.after(Duration.ofMillis(1))).isEqualTo("</stream:stream>");
    }

    @Test
    void a_socket_that_goes_while_the_owner_is_waited_for_is_a_clean_end() {
        var client = Client.bound(at).send("<message to='romeo@capulet.example'/></stream:stream>");
        client.connection.inputEnded();
        client.connection.lost();

        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, true, 0));
    }

    @Test
    void a_lost_connection_is_no_clean_end() {
        var client = Client.bound(at);
        client.connection.lost();

        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, false, 0));
        assertThat(client.connection.isOver()).isTrue();
    }

    @Test
    void white_space_keeps_a_stream_alive() {
        var client = Client.bound(at);
        at.clock.advance(Duration.ofSeconds(150));
        client.send(" ");

        assertThat(client.after(Duration.ofSeconds(299))).isEmpty();
        assertThat(client.connection.isOver()).isFalse();
    }

    @Test
    void a_silent_client_gets_white_space_so_that_a_dead_socket_shows() {
        var client = Client.bound(at);

        assertThat(client.after(at.settings.silentFor())).isEqualTo(" ");
    }

    @Test
    void a_login_that_takes_too_long_times_out() {
        var client = new Client(at).send(Client.HEADER);
        client.read();

        assertThat(client.after(at.settings.loginWithin().minusMillis(1))).isEmpty();
        assertThat(client.after(Duration.ofMillis(1))).contains("<connection-timeout", "</stream:stream>");
    }

    @Test
    void a_client_that_says_nothing_at_all_times_out() {
        assertThat(new Client(at).after(at.settings.loginWithin())).contains("<connection-timeout");
    }

    @Test
    void an_owner_that_does_not_answer_is_waited_for_until_the_login_times_out() {
        var client = new Client(at).loggedIn().send(BIND);

        assertThat(client.after(at.settings.loginWithin())).contains("<connection-timeout");
        assertThat(client.heard(UserSession.Attach.class)).hasSize(1);
    }

    @Test
    void a_session_given_to_a_connection_that_is_over_is_given_back() {
        var client = new Client(at).loggedIn().send(BIND);
        client.connection.lost();
        client.tell(new EdgeMessage.Attached(Client.EPOCH, Client.BALCONY, "s-1"));

        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, false, 0));
    }

    @Test
    void the_owner_may_end_the_session_with_an_error() {
        var client = Client.bound(at)
                .tell(new EdgeMessage.Closed(Client.EPOCH, StreamError.of(StreamError.Condition.CONFLICT)));

        assertThat(client.read()).contains("<conflict", "</stream:error></stream:stream>");
        assertThat(client.heard(UserSession.Detach.class)).isEmpty();
    }

    @Test
    void a_node_that_stops_says_so() {
        var client = Client.bound(at);
        client.connection.shutDown();

        assertThat(client.read()).contains("<system-shutdown", "</stream:stream>");
        assertThat(client.heard(UserSession.Detach.class)).hasSize(1);
    }

    @Test
    void an_element_nobody_knows_ends_the_stream() {
        assertThat(Client.bound(at).send("<foo xmlns='bar'/>").read()).contains("<unsupported-stanza-type");
    }

    @Test
    void an_end_that_the_client_does_not_take_part_in_comes_all_the_same() {
        var client = Client.bound(at).send("<foo xmlns='bar'/>");
        at.clock.advance(at.settings.closesWithin());
        client.connection.tick();

        assertThat(client.connection.isOver()).isTrue();
    }

    @Test
    void a_client_that_never_reads_is_cut_off_at_the_bound_of_its_queue() {
        var client = Client.bound(at);
        var heavy = Client.message("x".repeat(100_000));
        var seq = 1;
        while (client.connection.hasSession()) {
            client.tell(seq++, heavy);
        }

        assertThat((seq - 1) * 100_000L)
                .isBetween((long) Outbox.BURST_BYTES_MAX - 100_000, Outbox.BURST_BYTES_MAX + 200_000L);
        assertThat(client.heard(UserSession.Detach.class)).hasSize(1);
        assertThat(client.read())
                .startsWith("<stream:error><resource-constraint")
                .endsWith("</stream:stream>");
    }

    @Test
    void what_comes_at_once_is_no_reason_to_cut_off_who_reads() {
        var client = Client.bound(at);
        var heavy = Client.message("x".repeat(Outbox.BURST_BYTES_MAX / 4));
        for (var seq = 1; seq <= 12; seq += 3) {
            client.tell(seq, heavy, heavy, heavy);
            at.clock.advance(Connection.DRAINS_WITHIN.minusMillis(1));
            client.connection.tick();
            assertThat(client.read()).hasSizeGreaterThan(2 * Outbox.BYTES_MAX).doesNotContain("stream:error");
        }

        assertThat(client.connection.hasSession()).isTrue();
    }

    @Test
    void a_node_with_room_lends_some() {
        at.traffic = new Traffic();
        var client = Client.bound(at);
        var size = Client.message("").stanza().size();
        var part = Client.message("x".repeat(Outbox.LENT_BYTES_MAX / 16 - size));
        for (var seq = 1; seq <= 16; seq++) {
            client.tell(seq, part);
        }
        assertThat(client.connection.hasSession()).isTrue();

        client.tell(17, Client.message(""));
        assertThat(client.connection.hasSession()).isFalse();
        assertThat(client.read()).startsWith("<stream:error><resource-constraint");
    }

    @Test
    void a_node_has_room_until_as_much_waits_for_all_as_it_lends() {
        var traffic = new Traffic(1_000);
        traffic.queues(1, 1_000);
        assertThat(traffic.hasRoom()).isTrue();
        traffic.queues(1, 1);
        assertThat(traffic.hasRoom()).isFalse();
    }

    @Test
    void who_has_a_thousand_contacts_with_three_clients_each_logs_in_on_any_link() {
        var client = Client.bound(at);
        var presence = Stanza.parse(
                "<presence from='romeo@montague.example/orchard'><status>" + "x".repeat(430) + "</status></presence>");
        assertThat(presence.size()).isGreaterThan(490);
        client.connection.shown(new Letters.Shown(Collections.nCopies(3_000, presence)));

        var got = 0;
        for (var out = client.connection.output(); out.length > 0; out = client.connection.output()) {
            got += new String(out, StandardCharsets.UTF_8).split("<presence", -1).length - 1;
            at.clock.advance(Connection.DRAINS_WITHIN.minusMillis(1));
            client.connection.tick();
            client.connection.written();
        }
        assertThat(got).isEqualTo(3_000);
        assertThat(client.connection.hasSession()).isTrue();
    }

    @Test
    void who_takes_nothing_is_cut_off_as_soon_as_more_waits_than_may() {
        var client = stuck();
        at.clock.advance(Connection.DRAINS_WITHIN);
        client.connection.tick();
        assertThat(client.connection.isOver()).isFalse();

        client.tell(3, Client.message(""));
        assertThat(client.connection.isOver()).isTrue();
    }

    /// Its socket does not take the first message, and just as much waits as may.
    private Client stuck() {
        var client = Client.bound(at).tell(1, Client.message("first"));
        client.connection.output();
        var size = Client.message("").stanza().size();
        return client.tell(2, Client.message("x".repeat(Outbox.BYTES_MAX - size)));
    }

    @Test
    void who_takes_nothing_while_more_waits_than_may_is_cut_off_a_little_later() {
        var client = stuck().tell(3, Client.message(""));
        at.clock.advance(Connection.DRAINS_WITHIN.minusMillis(1));
        client.connection.tick();
        assertThat(client.connection.isOver()).isFalse();

        at.clock.advance(Duration.ofMillis(1));
        client.connection.tick();
        assertThat(client.connection.isOver()).isTrue();
        assertThat(client.heard(UserSession.Detach.class)).hasSize(1);
    }

    @Test
    void who_does_not_take_what_waits_is_not_listened_to() {
        var client = Client.bound(at);
        var size = Client.message("").stanza().size();
        client.tell(1, Client.message("x".repeat(Outbox.PAUSE_BYTES - size)));
        assertThat(client.connection.reads()).isTrue();

        client.tell(2, Client.message("")).send("<message id='held'/>");
        assertThat(client.connection.reads()).isFalse();
        assertThat(client.heard(UserSession.Inbound.class)).isEmpty();

        client.read();
        assertThat(client.connection.reads()).isTrue();
        assertThat(client.heard(UserSession.Inbound.class)).hasSize(1);
    }

    @Test
    void many_questions_wait_for_their_answers() {
        var client = Client.bound(at).send(QUESTION.repeat(Requests.OPEN_MAX - 1));
        assertThat(client.connection.reads()).isTrue();
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX - 1);
        client.send(QUESTION.repeat(3) + "<message id='behind'/>");
        assertThat(client.connection.reads()).isFalse();
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX);

        client.tell(1, ANSWER);
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX + 1);
        client.tell(2, ANSWER);
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX + 3);
        assertThat(client.connection.reads()).isFalse();
        client.tell(3, ANSWER);
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void questions_that_nobody_answers_are_waited_for_a_little_while() {
        var client = Client.bound(at).send(QUESTION.repeat(Requests.OPEN_MAX + 1));
        at.clock.advance(Requests.ANSWERED_WITHIN.minusMillis(1));
        client.connection.tick();
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX);

        at.clock.advance(Duration.ofMillis(1));
        client.connection.tick();
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX + 1);
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void questions_to_other_clients_wait_for_nothing() {
        var client = Client.bound(at)
                .send(QUESTION.replace("example'", "example/orchard'").repeat(30));

        assertThat(handedOn(client)).isEqualTo(30);
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void acknowledgements_are_read_from_behind_questions_that_wait() {
        var client = Client.bound(at).send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        var seq = 1;
        for (; seq <= 11; seq++) {
            client.tell(seq, Client.message("x".repeat(100_000)));
        }
        client.read();
        for (; seq <= 17; seq++) {
            client.tell(seq, Client.message("x".repeat(100_000)));
        }
        assertThat(client.read())
                .as("the list of what is not acknowledged is full")
                .isEmpty();

        client.send(QUESTION.repeat(500));
        assertThat(handedOn(client)).isZero();
        assertThat(client.connection.reads()).isTrue();
        client.send("<a xmlns='urn:xmpp:sm:3' h='11'/>");
        assertThat(client.read()).contains("<message");
        assertThat(handedOn(client)).isEqualTo(Requests.OPEN_MAX);
    }

    private static final String QUESTION =
            "<iq type='get' id='q' to='romeo@capulet.example'><vCard xmlns='vcard-temp'/></iq>";

    private static final Out ANSWER =
            Out.unlogged(Stanza.parse("<iq type='result' id='q' from='romeo@capulet.example'/>"));

    private static int handedOn(Client client) {
        return client.heard(UserSession.Inbound.class).stream()
                .mapToInt(inbound -> inbound.stanzas().size())
                .sum();
    }

    @Test
    void before_a_session_nothing_more_is_read_from_who_does_not_take_our_answers() {
        var client = new Client(at).loggedIn();
        assertThat(client.connection.reads()).isTrue();

        client.send("<enable xmlns='urn:xmpp:sm:3'/>");

        assertThat(client.connection.reads()).isFalse();
        assertThat(client.read()).contains("<failed");
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void answers_before_a_session_have_the_same_bound() {
        var client = new Client(at).loggedIn();
        var asked = 0;
        while (!client.connection.isOver()) {
            client.send("<enable xmlns='urn:xmpp:sm:3'/>");
            asked++;
        }

        var answer = StreamManagement.failed("unexpected-request").toBytes("").length;
        assertThat((asked - 1) * answer).isLessThanOrEqualTo(Outbox.BYTES_MAX);
        assertThat(asked * answer).isGreaterThan(Outbox.BYTES_MAX);
        assertThat(at.owners.heard).isEmpty();
    }

    @Test
    void a_client_whose_socket_is_stuck_is_cut_off() {
        var client = Client.bound(at).tell(1, Client.message("hello"));
        assertThat(client.connection.output()).isNotEmpty();
        at.clock.advance(at.settings.takesWithin());
        client.connection.tick();

        assertThat(client.connection.isOver()).isTrue();
        assertThat(client.heard(UserSession.Detach.class))
                .containsExactly(new UserSession.Detach(Client.EDGE, Client.EPOCH, false, 0));
    }

    @Test
    void a_session_that_the_owner_lost_is_offered_to_it_again() {
        var client = Client.bound(at).send("<presence><show>away</show></presence><message id='m2'/>");
        client.tell(new EdgeMessage.Moving(Client.EPOCH));
        var offer = at.owners.last(UserSession.Reattach.class);
        assertThat(offer.sessionId()).isEqualTo("s-1");
        assertThat(offer.presence()).isNotNull();

        client.tell(new EdgeMessage.Reattached(Client.EPOCH + 1, 1));
        var again = at.owners.last(UserSession.Inbound.class);
        assertThat(again.epoch()).isEqualTo(Client.EPOCH + 1);
        assertThat(again.firstN()).isEqualTo(2);

        client.tell(
                new EdgeMessage.Outbound(Client.EPOCH + 1, 1, java.util.List.of(Client.message("from the new owner"))));
        assertThat(client.read()).contains("from the new owner");
    }

    @Test
    void an_owner_that_is_silent_is_reminded_of_the_oldest_stanza() {
        var client = Client.bound(at).send("<message id='m1'/><message id='m2'/>");
        client.after(Duration.ofSeconds(1));
        client.after(Duration.ofSeconds(5));

        var reminder = at.owners.last(UserSession.Inbound.class);
        assertThat(reminder.firstN()).isEqualTo(1);
        assertThat(reminder.stanzas()).extracting(stanza -> stanza.id()).containsExactly("m1");
    }
}
