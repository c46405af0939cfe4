package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.routing.Address;
import io.kith.sharding.routing.Router;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last words of an account that leaves, to all whom it is connected with (RFC 6121 §3.2, §3.3; XEP-0077 §3.2): it
/// sees them no longer, and they see it no longer.
///
/// [#AT_ONCE] of them wait for their receivers at a time, each of whom is an account to be read. Said again they change
/// nothing, so that a farewell that was cut short is begun anew.
final class Farewell {

    /// Words that their receivers have not confirmed.
    static final int AT_ONCE = 50;

    /// Sends to another owner over its link.
    @FunctionalInterface
    interface Sending {

        /// @param done runs when the receiver has it
        /// @return false when nothing was sent, as the receiver takes nothing
        boolean send(Jid peer, Stanza stanza, Runnable done);
    }

    private final Deque<Stanza> unsaid;
    private final Router router;
    private final Sending sending;
    private final Runnable then;
    private int unheard;
    private boolean over;

    /// @param rooms what it says to rooms
    /// @param then runs once, when all have heard it
    Farewell(Jid account, Roster roster, List<Stanza> rooms, Router router, Sending sending, Runnable then) {
        this.unsaid = new ArrayDeque<>(words(account, roster));
        this.unsaid.addAll(rooms);
        this.router = router;
        this.sending = sending;
        this.then = then;
    }

    private static List<Stanza> words(Jid account, Roster roster) {
        return roster.related().stream()
                .flatMap(contact -> Roster.endOf(roster.state(contact)).stream()
                        .map(type -> Stanza.presence(account, contact, type.text())))
                .toList();
    }

    /// Says what may be said now.
    void go() {
        while (unheard < AT_ONCE && !unsaid.isEmpty()) {
            var word = unsaid.removeFirst();
            var to = word.to();
            var local = to == null ? null : router.resolve(to);
            if (to != null
                    && (local instanceof Address.Account || local instanceof Address.Room)
                    && sending.send(to.bare(), word, this::heard)) {
                unheard++;
            }
        }
        if (unheard == 0 && !over) {
            over = true;
            then.run();
        }
    }

    private void heard() {
        unheard--;
        go();
    }
}
