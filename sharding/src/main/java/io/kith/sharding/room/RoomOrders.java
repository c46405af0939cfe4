package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged.Change;
import io.kith.sharding.room.RoomReport.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
            var option = option(set.getKey());
            if (option.isEmpty()) {
                refuse(order, Reason.INVALID, unknown(set.getKey()));
                return;
            }
            var next = option.get().submitted(config, values(option.get(), set.getValue()));
            if (next.isEmpty()) {
                refuse(order, Reason.INVALID, "'" + set.getValue() + "' is no value of " + set.getKey());
                return;
            }
            if (option.get().equals(RoomOptions.PERSISTENT) && !next.get().is(RoomOptions.PERSISTENT)) {
                refuse(
                        order,
                        Reason.INVALID,
                        "nobody is in a room that an operator makes, so it must be a lasting one");
                return;
            }
            config = next.get();
        }
        var problem = room.aspects().problem(config);
        if (problem.isPresent()) {
            refuse(order, Reason.INVALID, problem.get());
            return;
        }
        room.joining().create(order.by(), owner.get(), config, () -> done(order));
    }

    private Optional<RoomOption<?>> option(String name) {
        for (var option : room.aspects().options()) {
            if (option.name().equals(name) || field(option).equals(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    private static String unknown(String name) {
        return name.endsWith("roomadmins") || name.endsWith("roomowners")
                ? name + " is no option: change the room's affiliations once it is made"
                : "rooms have no option '" + name + "'";
    }

    /// The name by which operators know it.
    private static String field(RoomOption<?> option) {
        var name = option.name();
        return name.startsWith(FIELD) ? name.substring(FIELD.length()) : name;
    }

    /// One value; or, of what may have several, those between the commas.
    private static List<String> values(RoomOption<?> option, String text) {
        if (!option.type().endsWith("-multi")) {
            return List.of(text);
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
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
        var max = room.limits().itemsPerRequestMax();
        if (order.wanted().isEmpty() || order.wanted().size() > max) {
            refuse(order, Reason.INVALID, "1 to " + max + " affiliations are changed at once");
            return;
        }
        var changes = new LinkedHashMap<Jid, Change>();
        for (var one : new TreeMap<>(order.wanted()).entrySet()) {
            var user = Jid.tryParse(one.getKey()).filter(Jid::isBare);
            var affiliation = Affiliation.named(one.getValue());
            if (user.isEmpty()) {
                refuse(order, Reason.INVALID, "'" + one.getKey() + "' is no account and no domain");
                return;
            }
            if (affiliation.isEmpty()) {
                refuse(
                        order,
                        Reason.INVALID,
                        "'" + one.getValue() + "' is none of owner, admin, member, none and outcast");
                return;
            }
            if (changes.put(user.get(), new Change(user.get(), affiliation.get(), order.reason())) != null) {
                refuse(order, Reason.INVALID, user.get() + " is named twice");
                return;
            }
        }
        if (isReason(order, order.reason())) {
            affiliate(order, List.copyOf(changes.values()));
        }
    }

    private void affiliate(RoomOrder.Affiliate order, List<Change> changes) {
        var administration = room.administration();
        var noRuler = changes.stream()
                .filter(change -> !administration.canRule(change))
                .findFirst();
        if (noRuler.isPresent()) {
            refuse(order, Reason.INVALID, "'" + noRuler.get().jid() + "' is no account, and only accounts rule a room");
        } else if (administration.leavesNoOwner(changes)) {
            refuse(order, Reason.CONFLICT, "then nobody would own " + room.jid());
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
        var options = options(state.config());
        return new RoomReport.Shown(
                state.creator().toString(),
                state.created().toString(),
                state.locked(),
                options,
                changed(options),
                subject().orElse(""),
                room.everybody().size(),
                occupants);
    }

    /// What holds, by field; never the password.
    private Map<String, String> options(RoomConfig config) {
        var options = new TreeMap<String, String>();
        for (var option : room.aspects().options()) {
            if (!option.equals(RoomOptions.SECRET)) {
                options.put(field(option), String.join(",", option.field(config).values()));
            }
        }
        return options;
    }

    private Set<String> changed(Map<String, String> options) {
        var fresh = options(room.terms().defaults());
        return options.entrySet().stream()
                .filter(option -> !option.getValue().equals(fresh.get(option.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
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
