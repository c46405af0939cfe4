package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.util.List;

/// The last word of a connection that is gone, said again until an owner has heard it: what the hub of its node does,
/// as far as an owner sees it.
final class LastWord {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int TIMES_MAX = 60;

    private final World world;
    private final Client client;
    private final UserSession.Reattach offer;
    private final List<Stanza> unhandled;
    private UserSession.Wire word;
    private boolean offering;
    private boolean heard;
    private int times;

    /// @param unhandled what the client has sent beyond the last stanza that is handled
    /// @param offering whether an owner is being looked for already
    LastWord(
            World world,
            Client client,
            UserSession.Reattach offer,
            List<Stanza> unhandled,
            UserSession.Wire word,
            boolean offering) {
        this.world = world;
        this.client = client;
        this.offer = offer;
        this.unhandled = unhandled;
        this.word = word;
        this.offering = offering;
        again();
    }

    private void again() {
        if (!heard && ++times <= TIMES_MAX) {
            say(offering ? offer : word);
            world.at(AGAIN, this::again);
        }
    }

    /// The hub's node is gone.
    void lose() {
        heard = true;
    }

    void told(EdgeMessage message) {
        switch (message) {
            case EdgeMessage.Parted _, EdgeMessage.AttachRefused _, EdgeMessage.Closed _ -> heard = true;
            case EdgeMessage.Moving(var epoch) -> {
                if (!heard && !offering && epoch == epochOf(word)) {
                    offering = true;
                    say(offer);
                }
            }
            case EdgeMessage.Reattached(var epoch, var accepted) -> {
                if (!heard && offering) {
                    offering = false;
                    var known = (int) Math.max(0, accepted - offer.handled());
                    if (known < unhandled.size()) {
                        say(new UserSession.Inbound(
                                offer.edge(),
                                epoch,
                                offer.handled() + known + 1,
                                unhandled.subList(known, unhandled.size())));
                    }
                    word = in(epoch);
                    say(word);
                }
            }
            default -> {
                // of a session that is about to be parked, or to end
            }
        }
    }

    private UserSession.Wire in(long epoch) {
        return word instanceof UserSession.Park park
                ? new UserSession.Park(
                        park.edge(),
                        epoch,
                        park.base(),
                        park.resumeSeconds(),
                        offer.untakenLogIds().size(),
                        park.outAcked(),
                        park.unacked(),
                        park.inactive(),
                        park.rooms())
                : new UserSession.Detach(offer.edge(), epoch, ((UserSession.Detach) word).clean(), 0);
    }

    private static long epochOf(UserSession.Wire word) {
        return word instanceof UserSession.Park park ? park.epoch() : ((UserSession.Detach) word).epoch();
    }

    private void say(UserSession.Wire message) {
        world.toOwner(offer.edge(), client.account, message);
    }
}
