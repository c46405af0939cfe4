package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged.Change;
import io.kith.sharding.room.RoomReport.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Carries out what operators want of a room, in the order in which the room takes all else.
final class RoomOrders {

    /// Occupants that one report names.
    static final int OCCUPANTS_MAX = 200;

    /// Characters of one list: four bytes each at most, so that a report is below what a message may have.
    static final int CHARACTERS_MAX = 24_000;

    /// Characters of a subject that a report shows.
    private static final int SUBJECT_MAX = 1_024;

    private static final String FIELD = "muc#roomconfig_";

    private final RoomMachine room;

    RoomOrders(RoomMachine room) {
        this.room = room;
    }

    /// Does it now, or once the room has time for it.
    void take(RoomOrder order) {
        if (!room.operate(() -> on(order))) {
            refuse(order, Reason.BUSY, "the room has too much to do; try again");
        }
    }

    private void on(RoomOrder order) {
        if (order instanceof RoomOrder.Create create) {
            create(create);
        } else if (!room.state().exists()) {
            refuse(order, Reason.UNKNOWN, "there is no room " + room.jid());
        } else {
            switch (order) {
                case RoomOrder.Show show -> show.replyTo().tell(shown());
                case RoomOrder.Destroy destroy -> destroy(destroy);
                case RoomOrder.Kick kick -> kick(kick);
                case RoomOrder.Affiliate affiliate -> affiliate(affiliate);
                case RoomOrder.ListAffiliations list -> list.replyTo().tell(affiliations(list.after()));
                case RoomOrder.Create _ -> throw new IllegalStateException("done above");
            }
        }
    }

    private void create(RoomOrder.Create order) {
        var owner = Jid.tryParse(order.owner()).filter(jid -> jid.isBare() && !jid.isDomain());
        if (room.state().exists()) {
            refuse(order, Reason.CONFLICT, room.jid() + " exists already");
            return;
        }
        if (owner.isEmpty()) {
            refuse(order, Reason.INVALID, "'" + order.owner() + "' is no account that could own it");
            return;
        }
        var config = room.terms().defaults();
        for (var set : new TreeMap<>(order.options()).entrySet()) {
            var next = configured(config, set.getKey(), set.getValue());
            if (next == null) {
                refuse(order, Reason.INVALID, "rooms have no option '" + set.getKey() + "' with such a value");
                return;
            }
            config = next;
        }
        var problem = room.aspects().problem(config);
        if (problem.isPresent()) {
            refuse(order, Reason.INVALID, problem.get());
            return;
        }
        room.joining().create(order.by(), owner.get(), config, () -> done(order));
    }

    private @Nullable RoomConfig configured(RoomConfig config, String name, String value) {
        for (var option : room.aspects().options()) {
            if (option.name().equals(name) || option.name().equals(FIELD + name)) {
                return option.submitted(config, List.of(value.split("\n", -1))).orElse(null);
            }
        }
        return null;
    }

    private void destroy(RoomOrder.Destroy order) {
        if (!order.venue().isEmpty() && Jid.tryParse(order.venue()).isEmpty()) {
            refuse(order, Reason.INVALID, "'" + order.venue() + "' is no address");
        } else if (isReason(order, order.reason())) {
            room.configuring().destroy(order.by(), order.reason(), order.venue(), () -> done(order));
        }
    }

    private void kick(RoomOrder.Kick order) {
        if (room.named(order.nick()).isEmpty()) {
            refuse(order, Reason.UNKNOWN, "nobody is in " + room.jid() + " as '" + order.nick() + "'");
        } else if (isReason(order, order.reason())) {
            room.administration().kick(order.by(), order.nick(), order.reason(), () -> done(order));
        }
    }

    private void affiliate(RoomOrder.Affiliate order) {
        var user = Jid.tryParse(order.jid()).filter(Jid::isBare);
        var affiliation = Affiliation.named(order.affiliation());
        if (user.isEmpty()) {
            refuse(order, Reason.INVALID, "'" + order.jid() + "' is no account and no domain");
        } else if (affiliation.isEmpty()) {
            refuse(
                    order,
                    Reason.INVALID,
                    "'" + order.affiliation() + "' is none of owner, admin, member, none and outcast");
        } else if (isReason(order, order.reason())) {
            affiliate(order, List.of(new Change(user.get(), affiliation.get(), order.reason())), user.get());
        }
    }

    private void affiliate(RoomOrder.Affiliate order, List<Change> changes, Jid user) {
        var administration = room.administration();
        if (!changes.stream().allMatch(administration::canRule)) {
            refuse(order, Reason.INVALID, "'" + user + "' is no account, and only accounts rule a room");
        } else if (administration.leavesNoOwner(changes)) {
            refuse(order, Reason.CONFLICT, user + " is the last owner of " + room.jid());
        } else if (room.isTooMuch(order.by(), changes)) {
            refuse(
                    order,
                    Reason.CONFLICT,
                    "a room keeps at most " + room.limits().affiliationsMax() + " affiliations, and "
                            + room.limits().storedBytesMax() + " bytes of them");
        } else {
            administration.affiliate(order.by(), changes, () -> done(order));
        }
    }

    private boolean isReason(RoomOrder order, String reason) {
        var max = room.limits().reasonCharactersMax();
        if (reason.length() > max) {
            refuse(order, Reason.INVALID, "a reason has at most " + max + " characters");
            return false;
        }
        return true;
    }

    private RoomReport shown() {
        var state = room.state();
        var occupants = new ArrayList<RoomReport.Occupying>();
        var characters = 0;
        for (var occupant : room.everybody()) {
            var one = new RoomReport.Occupying(
                    occupant.nick(),
                    occupant.user().toString(),
                    occupant.role().text(),
                    room.affiliationOf(occupant.user()).text());
            characters += one.nick().length() + one.user().length() + 20;
            if (characters > CHARACTERS_MAX / 2 || occupants.size() == OCCUPANTS_MAX) {
                break;
            }
            occupants.add(one);
        }
        return new RoomReport.Shown(
                state.creator().toString(),
                state.created().toString(),
                state.locked(),
                options(state.config()),
                subject().orElse(""),
                room.everybody().size(),
                occupants);
    }

    private static Map<String, String> options(RoomConfig config) {
        var options = new TreeMap<String, String>();
        config.values().forEach((name, values) -> {
            if (!name.equals(RoomOptions.SECRET.name())) {
                options.put(name.startsWith(FIELD) ? name.substring(FIELD.length()) : name, String.join(",", values));
            }
        });
        return options;
    }

    private Optional<String> subject() {
        return Optional.ofNullable(room.state().subject())
                .flatMap(subject -> subject.message().child("subject", Namespaces.CLIENT))
                .map(Element::text)
                .map(text -> text.substring(0, Math.min(text.length(), SUBJECT_MAX)));
    }

    private RoomReport affiliations(String after) {
        var all = new TreeMap<String, Standing>();
        room.state().standings().forEach((jid, standing) -> all.put(jid.toString(), standing));
        var page = new ArrayList<RoomReport.Affiliated>();
        var characters = 0;
        for (var entry : all.tailMap(after, false).entrySet()) {
            var standing = entry.getValue();
            var one = new RoomReport.Affiliated(
                    entry.getKey(),
                    standing.affiliation().text(),
                    standing.nick(),
                    standing.reason(),
                    standing.by(),
                    standing.since().toString());
            characters += one.jid().length()
                    + one.nick().length()
                    + one.reason().length()
                    + one.by().length()
                    + 40;
            if (characters > CHARACTERS_MAX && !page.isEmpty()) {
                return new RoomReport.Affiliations(page, page.getLast().jid());
            }
            page.add(one);
        }
        return new RoomReport.Affiliations(page, "");
    }

    private static void done(RoomOrder order) {
        order.replyTo().tell(new RoomReport.Done());
    }

    private static void refuse(RoomOrder order, Reason reason, String words) {
        order.replyTo().tell(new RoomReport.Refused(reason, words));
    }
}
