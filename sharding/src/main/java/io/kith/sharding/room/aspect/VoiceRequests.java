package io.kith.sharding.room.aspect;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import java.util.List;
import java.util.function.Predicate;

/// A visitor asks for a voice, and a moderator grants it (XEP-0045 §7.13, §8.6). The form that moderators get holds all
/// there is to know, so nothing waits in the room.
public final class VoiceRequests implements RoomAspect {

    private static final String FORM_TYPE = "http://jabber.org/protocol/muc#request";
    private static final String ROLE = "muc#role";
    private static final String JID = "muc#jid";
    private static final String NICK = "muc#roomnick";
    private static final String ALLOW = "muc#request_allow";

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(FORM_TYPE);
        hooks.message(isForm(FORM_TYPE), VoiceRequests::handle);
    }

    static Predicate<Stanza> isForm(String formType) {
        return message -> message.child("x", Namespaces.DATA_FORMS)
                .flatMap(DataForm::from)
                .filter(form -> form.formType().equals(formType))
                .isPresent();
    }

    private static void handle(RoomMachine room, Request request) {
        var form = request.stanza()
                .child("x", Namespaces.DATA_FORMS)
                .flatMap(DataForm::from)
                .orElseThrow();
        if (form.field(ALLOW).isPresent()) {
            approve(room, request, form);
        } else {
            ask(room, request, form);
        }
    }

    private static void ask(RoomMachine room, Request request, DataForm form) {
        var occupant = room.occupant(request.from());
        if (occupant.isEmpty()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (!form.value(ROLE).orElse("").equals(Role.PARTICIPANT.text())) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (occupant.get().role().isAtLeast(Role.PARTICIPANT)) {
            request.accept(); // has what it asks for
        } else if (!room.mayRequest(request.from())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var question = Stanza.message(
                    room.jid(),
                    null,
                    "",
                    question(occupant.get(), request.from()).toElement());
            if (room.herald().tell(one -> one.role() == Role.MODERATOR, question)) {
                request.accept();
            } else {
                request.refuse(StanzaError.RECIPIENT_UNAVAILABLE.withText("No moderator is in the room"));
            }
        }
    }

    private static DataForm question(Occupant occupant, Jid full) {
        return DataForm.of(
                        DataForm.Type.FORM,
                        FormField.formType(FORM_TYPE),
                        FormField.asked(ROLE, "list-single", "Requested role")
                                .withOptions(List.of(new FormField.Option("", Role.PARTICIPANT.text())))
                                .with(Role.PARTICIPANT.text()),
                        FormField.asked(JID, "jid-single", "User ID").with(full.toString()),
                        FormField.asked(NICK, "text-single", "Room Nickname").with(occupant.nick()),
                        FormField.asked(ALLOW, "boolean", "Grant voice to this person?")
                                .with("0"))
                .titled("Voice request", "To approve this request for voice, select the checkbox.");
    }

    private static void approve(RoomMachine room, Request request, DataForm form) {
        var isModerator = room.occupant(request.from())
                .filter(one -> one.role() == Role.MODERATOR)
                .isPresent();
        var user = form.value(JID).flatMap(io.kith.proto.jid.Jid::tryParse).map(Jid::bare);
        var occupant = form.value(NICK)
                .flatMap(room::named)
                .filter(one -> user.isEmpty() || one.user().equals(user.get()));
        if (!isModerator) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (form.type() == DataForm.Type.CANCEL || !form.flag(ALLOW).orElse(false)) {
            request.accept();
        } else if (occupant.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (occupant.get().role().isAtLeast(Role.PARTICIPANT)) {
            request.accept();
        } else {
            room.grantVoice(request, occupant.get());
        }
    }
}
