package io.kith.sharding.room.aspect;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.util.ArrayList;
import java.util.List;

/// What a room tells about itself (XEP-0045 §6.4). Its subject and its contacts are for those who could enter anyway.
public final class RoomInfo implements RoomAspect {

    private static final String FORM_TYPE = "http://jabber.org/protocol/muc#roominfo";

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.MUC);
        hooks.feature(Namespaces.DISCO_INFO);
        hooks.feature("http://jabber.org/protocol/muc#roomconfig");
        hooks.feature(FORM_TYPE);
        hooks.iq("get", Namespaces.DISCO_INFO, "query", RoomInfo::answer);
        // §18.1.1: nothing is discarded
        hooks.node(
                "http://jabber.org/protocol/muc#traffic",
                (_, request) -> request.refuse(StanzaError.SERVICE_UNAVAILABLE));
        hooks.info(RoomInfo::fields);
    }

    private static void answer(RoomMachine room, Request request) {
        var query = request.stanza().child("query", Namespaces.DISCO_INFO).orElseThrow();
        var isOwner = room.affiliationOf(request.from()) == Affiliation.OWNER;
        if (query.attribute("node").isPresent() || (room.state().locked() && !isOwner)) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
            return;
        }
        var info = Element.of("query", Namespaces.DISCO_INFO)
                .with(Element.of("identity", Namespaces.DISCO_INFO)
                        .withAttribute("category", "conference")
                        .withAttribute("type", "text")
                        .withAttribute("name", RoomOptions.displayName(room.config(), room.jid())));
        for (var feature : room.aspects().features(room.config())) {
            info = info.with(Element.of("feature", Namespaces.DISCO_INFO).withAttribute("var", feature));
        }
        var fields = new ArrayList<FormField>();
        fields.add(FormField.formType(FORM_TYPE));
        fields.addAll(room.aspects().infos(room));
        if (mayKnow(room, request.from())) {
            fields.addAll(privateFields(room));
        }
        request.result(info.with(DataForm.of(DataForm.Type.RESULT, fields).toElement()));
    }

    /// Whether that user may know what is said in the room and who is there.
    static boolean mayKnow(RoomMachine room, Jid asker) {
        var config = room.config();
        var isOpen = !config.is(RoomOptions.MEMBERS_ONLY) && !config.is(RoomOptions.PASSWORD_PROTECTED);
        var affiliation = room.affiliationOf(asker);
        return affiliation.isAtLeast(Affiliation.MEMBER)
                || room.occupant(asker).isPresent()
                || (isOpen && affiliation != Affiliation.OUTCAST);
    }

    private static List<FormField> fields(RoomMachine room) {
        var config = room.config();
        var may = config.is(RoomOptions.CHANGE_SUBJECT) ? "1" : "0";
        return List.of(
                FormField.of("muc#roominfo_description", config.get(RoomOptions.DESCRIPTION)),
                FormField.of("muc#roominfo_lang", config.get(RoomOptions.LANGUAGE)),
                FormField.of(
                        "muc#roominfo_occupants",
                        Integer.toString(room.everybody().size())),
                FormField.of("muc#roominfo_subjectmod", may),
                FormField.of(RoomOptions.CHANGE_SUBJECT.name(), may),
                FormField.of(RoomOptions.MAX_HISTORY.name(), Integer.toString(config.get(RoomOptions.MAX_HISTORY))));
    }

    private static List<FormField> privateFields(RoomMachine room) {
        var fields = new ArrayList<FormField>();
        var subject = room.state().subject();
        if (subject != null) {
            fields.add(FormField.of(
                    "muc#roominfo_subject",
                    subject.message()
                            .child("subject", Namespaces.CLIENT)
                            .map(Element::text)
                            .orElse("")));
        }
        if (RoomOptions.isNonAnonymous(room.config())) {
            fields.add(FormField.of("muc#roominfo_contactjid")
                    .with(room.state().ofAffiliation(Affiliation.OWNER).stream()
                            .map(entry -> entry.getKey().toString())
                            .toList()));
        }
        return fields;
    }
}
