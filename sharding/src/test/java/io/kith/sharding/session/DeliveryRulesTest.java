package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.session.DeliveryRules.Untaken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables of RFC 6121 §8.5, one test each. Resources are written `name:priority`, with `+` when
/// carbons are enabled and `name:off` when connected but not available; an expectation is the names
/// that receive, or a verdict.
final class DeliveryRulesTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # §8.5.2.2.1: nobody is connected
                    normal,    '',                    keep
                    chat,      '',                    keep
                    '',        '',                    keep
                    strange,   '',                    keep
                    groupchat, '',                    bounce
                    headline,  '',                    drop
                    error,     '',                    drop
                    # §8.5.2.1.1: connected, but none is available
                    normal,    'b:off',               keep
                    chat,      'b:off',               keep
                    groupchat, 'b:off',               bounce
                    headline,  'b:off',               drop
                    error,     'b:off',               drop
                    # only negative priorities
                    normal,    'b:-1',                keep
                    chat,      'b:-1+ c:-128',        keep
                    groupchat, 'b:-1',                bounce
                    headline,  'b:-1',                drop
                    error,     'b:-1',                drop
                    # exactly one non-negative resource
                    normal,    'b:0 c:-1 d:off',      b
                    chat,      'b:0 c:-1+ d:off',     b
                    '',        'b:127',               b
                    strange,   'b:127',               b
                    groupchat, 'b:5',                 bounce
                    headline,  'b:0 c:-1',            b
                    error,     'b:5',                 drop
                    # several: the most available, and those who asked for copies
                    normal,    'b:5 c:5 d:1',         b c
                    chat,      'b:5 c:5 d:1',         b c
                    chat,      'b:5 c:1+ d:1',        b c
                    chat,      'b:0+ c:127 d:-1+',    b c
                    chat,      'b:5 c:off+',          b
                    groupchat, 'b:5 c:5',             bounce
                    headline,  'b:5 c:1 d:0 e:-1',    b c d
                    error,     'b:5 c:5',             drop
                    """)
    void a_message_to_the_bare_address(String type, String resources, String expected) {
        assertThat(decide(Stanza.Kind.MESSAGE, type, "", resources, Untaken.KEEP))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # §8.5.3.1: the resource is there, available or not, whatever its priority
                    normal,    'x:0 b:5',   x
                    chat,      'x:-1 b:5+', x
                    groupchat, 'x:off b:5', x
                    headline,  'x:-1 b:5',  x
                    error,     'x:0 b:5',   x
                    # §8.5.3.2.1: it is gone and nobody else is here
                    normal,    '',          bounce
                    chat,      '',          keep
                    groupchat, '',          drop
                    headline,  '',          drop
                    error,     '',          drop
                    # it is gone and the others are unwilling
                    normal,    'b:-1',      bounce
                    chat,      'b:-1',      keep
                    # it is gone and others are willing: a chat goes on as if to the bare address
                    normal,    'b:5',       bounce
                    '',        'b:5',       bounce
                    chat,      'b:5',       b
                    chat,      'b:5 c:1+',  b c
                    groupchat, 'b:5',       drop
                    headline,  'b:5',       drop
                    error,     'b:5',       drop
                    """)
    void a_message_to_a_full_address(String type, String resources, String expected) {
        assertThat(decide(Stanza.Kind.MESSAGE, type, "x", resources, Untaken.KEEP))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # §8.5.2.1.2, §8.5.2.2.2, to the bare address
                    '',           '', 'b:5 c:-1 d:off', b c
                    unavailable,  '', 'b:5 c:-1 d:off', b c
                    error,        '', 'b:5 c:-1 d:off', b c
                    '',           '', 'd:off',          drop
                    unavailable,  '', '',               drop
                    subscribe,    '', 'b:5',            subscription
                    subscribed,   '', '',               subscription
                    unsubscribe,  '', 'b:5',            subscription
                    unsubscribed, '', '',               subscription
                    probe,        '', 'b:5',            probe
                    strange,      '', 'b:5',            drop
                    # §8.5.3.1, §8.5.3.2.2, to a full address
                    '',           x,  'x:-1 b:5',       x
                    unavailable,  x,  'x:0 b:5',        x
                    error,        x,  'x:0 b:5',        x
                    '',           x,  'x:off b:5',      x
                    '',           x,  'b:5',            drop
                    unavailable,  x,  'b:5',            drop
                    subscribe,    x,  'b:5',            subscription
                    subscribed,   x,  'x:5',            subscription
                    unsubscribe,  x,  '',               subscription
                    unsubscribed, x,  'x:5',            subscription
                    probe,        x,  'x:5',            probe
                    """)
    void presence(String type, String resource, String resources, String expected) {
        assertThat(decide(Stanza.Kind.PRESENCE, type, resource, resources, Untaken.KEEP))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # §8.5.2.1.3, §8.5.2.2.3: the server answers for the account
                    get,    '', 'b:5',   answer
                    set,    '', '',      answer
                    result, '', 'b:5',   answer
                    error,  '', '',      answer
                    # §8.5.3.1: to the resource
                    get,    x,  'x:-1',  x
                    set,    x,  'x:off', x
                    result, x,  'x:0',   x
                    error,  x,  'x:0',   x
                    # §8.5.3.2.3: it is gone
                    get,    x,  'b:5',   bounce
                    set,    x,  '',      bounce
                    result, x,  'b:5',   drop
                    error,  x,  '',      drop
                    """)
    void iqs(String type, String resource, String resources, String expected) {
        assertThat(decide(Stanza.Kind.IQ, type, resource, resources, Untaken.KEEP))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # §8.5.1
                    MESSAGE,  normal,      bare, bounce
                    MESSAGE,  chat,        bare, bounce
                    MESSAGE,  groupchat,   bare, bounce
                    MESSAGE,  groupchat,   full, drop
                    MESSAGE,  headline,    bare, drop
                    MESSAGE,  error,       bare, drop
                    PRESENCE, '',          bare, drop
                    PRESENCE, unavailable, bare, drop
                    PRESENCE, subscribe,   bare, drop
                    PRESENCE, probe,       bare, drop
                    PRESENCE, error,       bare, drop
                    IQ,       get,         bare, bounce
                    IQ,       set,         bare, bounce
                    IQ,       result,      bare, drop
                    IQ,       error,       bare, drop
                    """)
    void an_account_that_does_not_exist(Stanza.Kind kind, String type, String address, String expected) {
        assertThat(text(DeliveryRules.<String>decideForNobody(kind, type, address.equals("full"))))
                .isEqualTo(expected);
    }

    @Test
    void what_nobody_takes_is_bounced_where_there_is_no_log_and_dropped_where_it_is_worth_nothing() {
        for (var type : List.of("", "normal", "chat")) {
            assertThat(decide(Stanza.Kind.MESSAGE, type, "", "b:-1", Untaken.BOUNCE))
                    .isEqualTo("bounce");
            assertThat(decide(Stanza.Kind.MESSAGE, type, "", "b:-1", Untaken.DISCARD))
                    .isEqualTo("drop");
        }
    }

    @Test
    void a_message_that_forbids_copies_reaches_the_highest_priority_only() {
        var verdict =
                DeliveryRules.decide(Stanza.Kind.MESSAGE, "chat", "", resources("b:5 c:1+ d:5+"), Untaken.KEEP, false);

        assertThat(text(verdict)).isEqualTo("b d");
    }

    private static String decide(Stanza.Kind kind, String type, String resource, String resources, Untaken untaken) {
        return text(DeliveryRules.decide(kind, type, resource, resources(resources), untaken, true));
    }

    private static Resources<String> resources(String described) {
        var resources = Resources.<String>none();
        for (var each : described.split(" ", -1)) {
            if (each.isEmpty()) {
                continue;
            }
            var name = each.substring(0, 1);
            var state = each.substring(2).replace("+", "");
            resources = resources.bind(name, name).copies(name, each.endsWith("+"));
            if (!state.equals("off")) {
                resources = resources.available(name, Integer.parseInt(state));
            }
        }
        return resources;
    }

    private static String text(Verdict<String> verdict) {
        return switch (verdict) {
            case Verdict.Deliver<String>(var to) -> String.join(" ", to);
            case Verdict.Keep<String> _ -> "keep";
            case Verdict.Bounce<String>(var error) -> {
                assertThat(error).isEqualTo(StanzaError.SERVICE_UNAVAILABLE);
                yield "bounce";
            }
            case Verdict.Drop<String> _ -> "drop";
            case Verdict.Answer<String> _ -> "answer";
            case Verdict.Subscription<String> _ -> "subscription";
            case Verdict.Probe<String> _ -> "probe";
        };
    }
}
