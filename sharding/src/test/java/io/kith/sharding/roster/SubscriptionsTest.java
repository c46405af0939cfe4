package io.kith.sharding.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 6121 Appendix A, table by table: old state, new state, effects in their order. `+` marks a pre-approval.
final class SubscriptionsTest {

    @Nested
    final class Outbound {

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none_pending_out,     route push
                        none_pending_out,     none_pending_out,     route
                        none_pending_in,      none_pending_out_in,  route push
                        none_pending_out_in,  none_pending_out_in,  route
                        to,                   to,                   route
                        to_pending_in,        to_pending_in,        route
                        from,                 from_pending_out,     route push
                        from_pending_out,     from_pending_out,     route
                        both,                 both,                 route
                        none+,                none_pending_out+,    route push
                        to+,                  to+,                  route
                        """)
        void subscribe(String before, String after, String effects) {
            assertOutbound(SubscriptionType.SUBSCRIBE, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none,                 route
                        none_pending_out,     none,                 route push
                        none_pending_in,      none_pending_in,      route
                        none_pending_out_in,  none_pending_in,      route push
                        to,                   none,                 route push unwatch
                        to_pending_in,        none_pending_in,      route push unwatch
                        from,                 from,                 route
                        from_pending_out,     from,                 route push
                        both,                 from,                 route push unwatch
                        to+,                  none+,                route push unwatch
                        """)
        void unsubscribe(String before, String after, String effects) {
            assertOutbound(SubscriptionType.UNSUBSCRIBE, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        # what was asked for is granted; what was not is granted in advance, and nobody is told (§3.4.2)
                        none,                 none+,                push
                        none_pending_out,     none_pending_out+,    push
                        none_pending_in,      from,                 route push show
                        none_pending_out_in,  from_pending_out,     route push show
                        to,                   to+,                  push
                        to_pending_in,        both,                 route push show
                        from,                 from,                 ''
                        from_pending_out,     from_pending_out,     ''
                        both,                 both,                 ''
                        none+,                none+,                ''
                        to+,                  to+,                  ''
                        from+,                from+,                ''
                        """)
        void subscribed(String before, String after, String effects) {
            assertOutbound(SubscriptionType.SUBSCRIBED, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none,                 ''
                        none_pending_out,     none_pending_out,     ''
                        none_pending_in,      none,                 route
                        none_pending_out_in,  none_pending_out,     route
                        to,                   to,                   ''
                        to_pending_in,        to,                   route
                        from,                 none,                 hide route push
                        from_pending_out,     none_pending_out,     hide route push
                        both,                 to,                   hide route push
                        # it takes back what was granted in advance (§3.4.3)
                        none+,                none,                 push
                        none_pending_out+,    none_pending_out,     push
                        to+,                  to,                   push
                        from+,                none,                 hide route push
                        both+,                to,                   hide route push
                        """)
        void unsubscribed(String before, String after, String effects) {
            assertOutbound(SubscriptionType.UNSUBSCRIBED, before, after, effects);
        }

        private static void assertOutbound(SubscriptionType type, String before, String after, String effects) {
            assertThat(text(Subscriptions.outbound(type, state(before), approved(before))))
                    .isEqualTo(after + ": " + effects);
        }
    }

    @Nested
    final class Inbound {

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none_pending_in,      deliver
                        none_pending_out,     none_pending_out_in,  deliver
                        none_pending_in,      none_pending_in,      ''
                        none_pending_out_in,  none_pending_out_in,  ''
                        to,                   to_pending_in,        deliver
                        to_pending_in,        to_pending_in,        ''
                        # granted already: the contact's server has forgotten (§3.1.3)
                        from,                 from,                 answer_subscribed show
                        from_pending_out,     from_pending_out,     answer_subscribed show
                        both,                 both,                 answer_subscribed show
                        # granted in advance: the user is not asked (§3.4.2)
                        none+,                from+,                answer_subscribed push show
                        none_pending_out+,    from_pending_out+,    answer_subscribed push show
                        to+,                  both+,                answer_subscribed push show
                        from+,                from+,                answer_subscribed show
                        """)
        void subscribe(String before, String after, String effects) {
            assertInbound(SubscriptionType.SUBSCRIBE, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none,                 ''
                        none_pending_out,     none_pending_out,     ''
                        none_pending_in,      none,                 deliver
                        none_pending_out_in,  none_pending_out,     deliver
                        to,                   to,                   ''
                        to_pending_in,        to,                   deliver
                        from,                 none,                 hide deliver push
                        from_pending_out,     none_pending_out,     hide deliver push
                        both,                 to,                   hide deliver push
                        both+,                to+,                  hide deliver push
                        """)
        void unsubscribe(String before, String after, String effects) {
            assertInbound(SubscriptionType.UNSUBSCRIBE, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none,                 ''
                        none_pending_out,     to,                   deliver push watch
                        none_pending_in,      none_pending_in,      ''
                        none_pending_out_in,  to_pending_in,        deliver push watch
                        to,                   to,                   ''
                        to_pending_in,        to_pending_in,        ''
                        from,                 from,                 ''
                        from_pending_out,     both,                 deliver push watch
                        both,                 both,                 ''
                        """)
        void subscribed(String before, String after, String effects) {
            assertInbound(SubscriptionType.SUBSCRIBED, before, after, effects);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        none,                 none,                 ''
                        none_pending_out,     none,                 deliver push
                        none_pending_in,      none_pending_in,      ''
                        none_pending_out_in,  none_pending_in,      deliver push
                        to,                   none,                 deliver push unwatch
                        to_pending_in,        none_pending_in,      deliver push unwatch
                        from,                 from,                 ''
                        from_pending_out,     from,                 deliver push
                        both,                 from,                 deliver push unwatch
                        """)
        void unsubscribed(String before, String after, String effects) {
            assertInbound(SubscriptionType.UNSUBSCRIBED, before, after, effects);
        }

        private static void assertInbound(SubscriptionType type, String before, String after, String effects) {
            assertThat(text(Subscriptions.inbound(type, state(before), approved(before))))
                    .isEqualTo(after + ": " + effects);
        }
    }

    @Test
    void a_state_is_put_together_from_its_parts() {
        for (var state : SubscriptionState.values()) {
            assertThat(SubscriptionState.of(state.subscription(), state.pendingOut(), state.pendingIn()))
                    .isEqualTo(state);
        }
        assertThat(SubscriptionState.of(Subscription.BOTH, true, true)).isEqualTo(SubscriptionState.BOTH);
    }

    @Test
    void the_presence_types_of_subscriptions_are_read_and_written() {
        for (var type : SubscriptionType.values()) {
            assertThat(SubscriptionType.of(type.text())).contains(type);
        }
        assertThat(Arrays.asList("", "unavailable", "probe", "error", "Subscribe"))
                .allSatisfy(type -> assertThat(SubscriptionType.of(type)).isEmpty());
    }

    private static SubscriptionState state(String text) {
        return SubscriptionState.valueOf(text.replace("+", "").toUpperCase(Locale.ROOT));
    }

    private static boolean approved(String text) {
        return text.endsWith("+");
    }

    private static String text(Transition transition) {
        return transition.state().name().toLowerCase(Locale.ROOT)
                + (transition.approved() ? "+" : "")
                + ": "
                + transition.effects().stream()
                        .map(effect -> effect.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
    }
}
