package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.session.UserSession.Detach;
import io.kith.sharding.session.UserSession.Inbound;
import io.kith.sharding.session.UserSession.Park;
import java.util.List;
import java.util.function.Consumer;

/// All that the owner of a session has to be told once its connection is gone. Immutable.
///
/// The owner that knows the session is told the last word. To one that does not know it (the
/// account has moved, with or without a word) the session is offered first, so that it is parked or
/// ended there: whoever sees it learns so, and its client can come back to it.
///
/// @param offer the session as a new owner is told of it; the last one made, if an owner is being looked for already
/// @param unhandled parts of what the client has sent and no owner is known to have handled
/// @param word `Park` or `Detach`, in the session's last epoch
/// @param moving whether an owner is being looked for already
record Parting(
        UserSession.Reattach offer, List<InboundLink.Numbered> unhandled, UserSession.Wire word, boolean moving) {

    Parting {
        unhandled = List.copyOf(unhandled);
    }

    /// To the owner that is to know it: what it is told first.
    void say(Consumer<UserSession.Wire> owner) {
        owner.accept(moving ? offer : word);
    }

    /// To an owner that has taken the offer.
    ///
    /// @param accepted the last of the client's stanzas that it has
    void say(long epoch, long accepted, Consumer<UserSession.Wire> owner) {
        for (var part : unhandled) {
            var last = part.firstN() + part.stanzas().size() - 1;
            if (last > accepted) {
                var from = (int) Math.max(0, accepted + 1 - part.firstN());
                List<Stanza> rest = part.stanzas().subList(from, part.stanzas().size());
                owner.accept(new Inbound(offer.edge(), epoch, part.firstN() + from, rest));
            }
        }
        owner.accept(wordIn(epoch));
    }

    private UserSession.Wire wordIn(long epoch) {
        return switch (word) {
            case Park park ->
                new Park(
                        park.edge(),
                        epoch,
                        park.base(),
                        park.resumeSeconds(),
                        offer.untakenLogIds().size(),
                        park.outAcked(),
                        park.unacked(),
                        park.inactive(),
                        park.rooms());
            case Detach detach -> new Detach(detach.edge(), epoch, detach.clean(), 0);
            default -> throw new IllegalStateException("no last word: " + word.getClass());
        };
    }
}
