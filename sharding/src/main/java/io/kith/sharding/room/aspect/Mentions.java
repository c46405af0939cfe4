package io.kith.sharding.room.aspect;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Lasting;
import io.kith.sharding.room.MucSub;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Referring;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOption;
import io.kith.sharding.room.Utterance;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// XEP-0452: whom a message mentions (XEP-0372) and who belongs to the room, but is neither in it nor told as a
/// subscriber, gets the message from the room, and keeps it. By address, or by a nickname that is somebody's own.
///
/// At most [#NOTIFIED_MAX] for one message, and no more of one speaker than it may invite; who is beyond that finds
/// the message in the room.
public final class Mentions implements RoomAspect {

    /// Members who are told of one message.
    static final int NOTIFIED_MAX = 20;

    /// Whether members are told.
    static final RoomOption<Boolean> FORWARDED = RoomOption.flag(
            "muc#roomconfig_forwardmentions", "Forward Messages with Mentions to Members Who Are Not Present?", true);

    /// So long after a message the room has learnt who of those that seemed to be there are not: who sees it by itself
    /// is
    /// known only by what comes of telling.
    static final Duration LOOKS_AGAIN = Duration.ofSeconds(2);

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(452, "0.2.2", Xep.Coverage.COMPLETE), new Xep(372, "0.5.0", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.option(FORWARDED);
        hooks.maySay(Mentions::listen);
    }

    private static void listen(RoomMachine room, Utterance said, Consumer<Optional<StanzaError>> verdict) {
        if (said.stanza().has("reference", Namespaces.REFERENCES) && Lasting.of(said.stanza()) == Lasting.ARCHIVED) {
            said.whenKept((id, message) -> forward(room, said.speaker(), id, message));
        }
        verdict.accept(Optional.empty());
    }

    private static void forward(RoomMachine room, Occupant speaker, long id, Stanza message) {
        if (!room.state().exists() || !room.config().is(FORWARDED)) {
            return;
        }
        var away = new LinkedHashSet<Jid>();
        var there = new LinkedHashSet<Jid>();
        for (var address : Referring.of(message).mentions()) {
            userOf(room, Jid.parse(address))
                    .filter(user -> !user.equals(speaker.user()) && belongs(room, user))
                    .ifPresent(user -> (isThere(room, user) ? there : away).add(user));
        }
        tell(room, speaker.user(), away, id, message);
        if (!there.isEmpty()) {
            room.outside().later(LOOKS_AGAIN, () -> {
                there.removeIf(user -> isThere(room, user) || !belongs(room, user));
                tell(room, speaker.user(), there, id, message);
            });
        }
    }

    private static void tell(RoomMachine room, Jid speaker, Set<Jid> users, long id, Stanza message) {
        if (!room.state().exists()) {
            return;
        }
        users.stream()
                .limit(NOTIFIED_MAX)
                .filter(_ -> room.mayInvite(speaker, 1))
                .forEach(user -> room.outside().send(notice(room, user, id, message), true, () -> {}));
    }

    private static Optional<Jid> userOf(RoomMachine room, Jid mentioned) {
        if (!mentioned.bare().equals(room.jid())) {
            return Optional.of(mentioned.bare()).filter(user -> !user.local().isEmpty());
        }
        return mentioned.resource().isEmpty()
                ? Optional.empty()
                : room.named(mentioned.resource()).map(Occupant::user).or(() -> room.holderOf(mentioned.resource()));
    }

    private static boolean belongs(RoomMachine room, Jid user) {
        var affiliation = room.state().affiliationOf(user);
        var hasAsked =
                room.subscribers().has(user) || !room.state().nickOf(user).isEmpty();
        return affiliation.isAtLeast(Affiliation.MEMBER) || (hasAsked && affiliation != Affiliation.OUTCAST);
    }

    /// Whether a user sees the message by itself: not one whose clients are all away and keep their seats, for none of
    /// them may come back.
    private static boolean isThere(RoomMachine room, Jid user) {
        return room.occupantsOf(user).stream().anyMatch(Occupant::isConnected)
                || room.followers().follows(user, MucSub.MESSAGES);
    }

    private static Stanza notice(RoomMachine room, Jid user, long id, Stanza message) {
        var delay = Element.of("delay", Namespaces.DELAY)
                .withAttribute("stamp", StanzaId.instant(id).truncatedTo(ChronoUnit.MILLIS));
        var forwarded = Element.of("forwarded", Namespaces.FORWARD)
                .with(delay, message.withTo(room.jid()).element());
        return Stanza.message(
                        room.jid(),
                        user,
                        "",
                        Element.of("mentions", Namespaces.MENTIONS).with(forwarded))
                .withId(StanzaId.text(id));
    }
}
