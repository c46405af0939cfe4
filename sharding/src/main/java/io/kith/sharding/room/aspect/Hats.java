package io.kith.sharding.room.aspect;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Because;
import io.kith.sharding.room.Hat;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// XEP-0317: what owners and admins mark occupants with, managed by ad-hoc commands (XEP-0050). A command that comes
/// without its form is answered with the form; nothing is remembered between the two.
public final class Hats implements RoomAspect {

    /// Hats of one room; beyond it `resource-constraint`.
    static final int HATS_MAX = 100;

    /// Hats of one user.
    static final int WORN_MAX = 20;

    /// Users with a hat in one room.
    static final int WEARERS_MAX = 2_000;

    private static final int TEXT_MAX = 256;
    private static final String COMMANDS = "urn:xmpp:hats:commands";
    private static final String URI = "hats#uri";
    private static final String TITLE = "hats#title";
    private static final String HUE = "hats#hue";
    private static final String JID = "hats#jid";
    private static final Map<String, String> NAMES = Map.of(
            "create", "Create a hat",
            "destroy", "Destroy a hat",
            "list", "List hats",
            "assign", "Assign a hat",
            "unassign", "Take a hat away",
            "list-assigned", "List who wears hats");

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(317, "0.3.1", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.HATS);
        hooks.feature(_ -> Namespaces.COMMANDS); // not of the service
        hooks.reserve("hats", Namespaces.HATS);
        hooks.badge(Hats::worn);
        hooks.info(Hats::hash);
        hooks.iq("set", Namespaces.COMMANDS, "command", Hats::handle);
    }

    /// The commands, for whom they are for.
    static Element commands(RoomMachine room, Request request) {
        var items = Element.of("query", Namespaces.DISCO_ITEMS).withAttribute("node", Namespaces.COMMANDS);
        if (!mayManage(room, request)) {
            return items;
        }
        for (var verb : NAMES.keySet().stream().sorted().toList()) {
            items = items.with(Element.of("item", Namespaces.DISCO_ITEMS)
                    .withAttribute("jid", room.jid())
                    .withAttribute("node", COMMANDS + ':' + verb)
                    .withAttribute("name", NAMES.getOrDefault(verb, verb)));
        }
        return items;
    }

    private static boolean mayManage(RoomMachine room, Request request) {
        return room.affiliationOf(request.from()).isAtLeast(Affiliation.ADMIN);
    }

    private static Optional<Element> worn(RoomMachine room, Occupant occupant) {
        var uris = room.state().wearers().getOrDefault(occupant.user(), Set.of());
        if (uris.isEmpty()) {
            return Optional.empty();
        }
        var hats = Element.of("hats", Namespaces.HATS);
        for (var uri : uris.stream().sorted().toList()) {
            var hat = room.state().hats().get(uri);
            if (hat != null) {
                hats = hats.with(element(hat));
            }
        }
        return Optional.of(hats);
    }

    private static Element element(Hat hat) {
        var element = Element.of("hat", Namespaces.HATS)
                .withAttribute("title", hat.title())
                .withAttribute("uri", hat.uri());
        return hat.hue().isEmpty() ? element : element.withAttribute("hue", hat.hue());
    }

    private static List<FormField> hash(RoomMachine room) {
        var hats = room.state().hats();
        return hats.isEmpty()
                ? List.of()
                : List.of(FormField.of(
                        "hats#hash",
                        HexFormat.of().toHexDigits(sorted(hats.values()).hashCode())));
    }

    private static List<Hat> sorted(Collection<Hat> hats) {
        return hats.stream().sorted(Comparator.comparing(Hat::uri)).toList();
    }

    private static void handle(RoomMachine room, Request request) {
        var command = request.stanza().child("command", Namespaces.COMMANDS).orElseThrow();
        var node = command.attributeOr("node", "");
        var verb = node.startsWith(COMMANDS + ':') ? node.substring(COMMANDS.length() + 1) : "";
        var form = DataForm.in(command).filter(one -> one.type() == DataForm.Type.SUBMIT);
        if (!NAMES.containsKey(verb)) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (!mayManage(room, request)) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (command.attributeOr("action", "").equals("cancel")) {
            request.result(answer(node, request, "canceled"));
        } else if (verb.equals("list")) {
            request.result(answer(node, request, "completed").with(list(room).toElement()));
        } else if (verb.equals("list-assigned")) {
            request.result(
                    answer(node, request, "completed").with(assigned(room).toElement()));
        } else if (form.isEmpty()) {
            request.result(
                    answer(node, request, "executing").with(ask(room, verb).toElement()));
        } else if (!room.mayChange(request.from())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            carryOut(room, request, node, verb, form.get());
        }
    }

    private static Element answer(String node, Request request, String status) {
        var command = request.stanza().child("command", Namespaces.COMMANDS).orElseThrow();
        return Element.of("command", Namespaces.COMMANDS)
                .withAttribute("node", node)
                .withAttribute(
                        "sessionid",
                        command.attributeOr("sessionid", request.stanza().id()))
                .withAttribute("status", status);
    }

    private static DataForm ask(RoomMachine room, String verb) {
        var choice = FormField.asked(URI, "list-single", "Hat")
                .withOptions(sorted(room.state().hats().values()).stream()
                        .map(hat -> new FormField.Option(hat.title(), hat.uri()))
                        .toList())
                .asRequired();
        var fields = new ArrayList<FormField>();
        fields.add(FormField.formType(COMMANDS));
        if (verb.equals("create")) {
            fields.add(FormField.asked(TITLE, "text-single", "Hat Title").asRequired());
            fields.add(FormField.asked(URI, "text-single", "Hat URI").asRequired());
            fields.add(FormField.asked(HUE, "text-single", "Hat Hue"));
        } else {
            if (!verb.equals("destroy")) {
                fields.add(FormField.asked(JID, "jid-single", "User Address").asRequired());
            }
            fields.add(choice);
        }
        return DataForm.of(DataForm.Type.FORM, fields).titled(NAMES.getOrDefault(verb, verb), "Fill out this form.");
    }

    private static void carryOut(RoomMachine room, Request request, String node, String verb, DataForm form) {
        var by = request.from().bare().toString();
        var uri = form.value(URI).or(() -> form.value("hat")).orElse("");
        var user = form.value(JID).flatMap(io.kith.proto.jid.Jid::tryParse).map(Jid::bare);
        var known = room.state().hats().containsKey(uri);
        var needsUser = verb.endsWith("assign");
        if (uri.isBlank() || uri.length() > TEXT_MAX || (needsUser && user.isEmpty())) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (verb.equals("create")) {
            create(
                    room,
                    request,
                    node,
                    new Hat(uri, form.value(TITLE).orElse(""), form.value(HUE).orElse("")));
        } else if (!known) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (verb.equals("destroy")) {
            var wearers = wearersOf(room, uri);
            change(room, request, node, new RoomEvent.HatDestroyed(by, room.now(), uri), wearers);
        } else if (verb.equals("unassign")) {
            var event = new RoomEvent.HatRemoved(by, room.now(), user.orElseThrow(), uri);
            change(room, request, node, event, List.of(user.orElseThrow()));
        } else {
            assign(room, request, node, user.orElseThrow(), uri);
        }
    }

    private static void create(RoomMachine room, Request request, String node, Hat hat) {
        var isNew = !room.state().hats().containsKey(hat.uri());
        if (hat.title().isBlank() || hat.title().length() > TEXT_MAX || !isHue(hat.hue())) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (isNew && room.state().hats().size() >= HATS_MAX) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var by = request.from().bare().toString();
            change(room, request, node, new RoomEvent.HatDefined(by, room.now(), hat), wearersOf(room, hat.uri()));
        }
    }

    /// A hue angle (XEP-0392 §5.3), or none.
    private static boolean isHue(String hue) {
        if (hue.isEmpty()) {
            return true;
        }
        try {
            var angle = Double.parseDouble(hue);
            return angle >= 0 && angle <= 360;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static void assign(RoomMachine room, Request request, String node, Jid user, String uri) {
        var wearers = room.state().wearers();
        var worn = wearers.getOrDefault(user, Set.of());
        var isTooMuch = worn.isEmpty() ? wearers.size() >= WEARERS_MAX : worn.size() >= WORN_MAX && !worn.contains(uri);
        if (isTooMuch) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var by = request.from().bare().toString();
            change(room, request, node, new RoomEvent.HatAssigned(by, room.now(), user, uri), List.of(user));
        }
    }

    private static List<Jid> wearersOf(RoomMachine room, String uri) {
        return room.state().wearers().entrySet().stream()
                .filter(entry -> entry.getValue().contains(uri))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Journals it, answers, tells that the list has changed if it has, and shows those concerned anew.
    private static void change(RoomMachine room, Request request, String node, RoomEvent event, List<Jid> concerned) {
        room.change(List.of(event), () -> {
            request.result(answer(node, request, "completed"));
            if (event instanceof RoomEvent.HatDefined || event instanceof RoomEvent.HatDestroyed) {
                room.herald().announceChange(Set.of(104));
            }
            for (var user : concerned) {
                room.occupantsOf(user).forEach(occupant -> room.herald().show(occupant, Because.NOTHING));
            }
        });
    }

    private static DataForm list(RoomMachine room) {
        var rows = new ArrayList<List<FormField>>();
        for (var hat : sorted(room.state().hats().values())) {
            rows.add(row(hat));
        }
        return DataForm.of(DataForm.Type.RESULT).titled("Hats List", "").withItems(rows);
    }

    private static DataForm assigned(RoomMachine room) {
        var rows = new ArrayList<List<FormField>>();
        room.state().wearers().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> entry.getValue().stream().sorted().forEach(uri -> {
                    var hat = room.state().hats().get(uri);
                    if (hat != null) {
                        var row = new ArrayList<FormField>();
                        row.add(FormField.of(JID, entry.getKey().toString()));
                        row.addAll(row(hat));
                        rows.add(row);
                    }
                }));
        return DataForm.of(DataForm.Type.RESULT)
                .titled("Assigned Hats List", "")
                .withItems(rows);
    }

    private static List<FormField> row(Hat hat) {
        return List.of(FormField.of(TITLE, hat.title()), FormField.of(URI, hat.uri()), FormField.of(HUE, hat.hue()));
    }
}
