package io.kith.sharding.room.aspect;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.util.List;
import java.util.Optional;

/// A user gets a nickname of its own (XEP-0045 §7.10).
///
/// Nobody becomes a member by its own word, for members speak where others may not, are let in where others are not,
/// and are muted by fewer: who may come in and speak anyway keeps the nickname, and is to the room what it was. For
/// all others an admin in the room is asked to make them members (§9.9): for a members-only room, for one with
/// a password whoever is not in it, and everywhere who has no voice. The form that asks for that holds all there is to
/// know.
public final class Registration implements RoomAspect {

    private static final String FORM_TYPE = "http://jabber.org/protocol/muc#register";
    private static final String NICK = "muc#register_roomnick";
    private static final String ALLOW = "muc#register_allow";
    private static final String JID = "muc#jid";

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(_ -> Namespaces.REGISTER); // not of the service
        hooks.feature(FORM_TYPE);
        hooks.iq("get", Namespaces.REGISTER, "query", Registration::form);
        hooks.iq("set", Namespaces.REGISTER, "query", Registration::submit);
        hooks.message(VoiceRequests.isForm(FORM_TYPE), Registration::approve);
    }

    private static void form(RoomMachine room, Request request) {
        var nick = room.state().nickOf(request.from());
        var query = Element.of("query", Namespaces.REGISTER);
        if (room.affiliationOf(request.from()) == Affiliation.OUTCAST
                || room.state().locked()) {
            request.refuse(StanzaError.NOT_ALLOWED);
        } else if (!nick.isEmpty()) {
            request.result(query.with(
                    Element.of("registered", Namespaces.REGISTER),
                    Element.of("username", Namespaces.REGISTER).text(nick)));
        } else {
            var form = DataForm.of(
                            DataForm.Type.FORM,
                            FormField.formType(FORM_TYPE),
                            FormField.asked(NICK, "text-single", "Desired Nickname")
                                    .asRequired())
                    .titled("Registration with " + room.jid(), "The nickname will belong to you alone.");
            request.result(query.with(form.toElement()));
        }
    }

    private static void submit(RoomMachine room, Request request) {
        var query = request.stanza().child("query", Namespaces.REGISTER).orElseThrow();
        var affiliation = room.affiliationOf(request.from());
        if (affiliation == Affiliation.OUTCAST || room.state().locked()) {
            request.refuse(StanzaError.NOT_ALLOWED);
        } else if (query.child("remove").isPresent()) {
            remove(room, request);
        } else {
            var nick = nickIn(query);
            if (nick.isEmpty()) {
                request.refuse(StanzaError.BAD_REQUEST);
            } else if (nick.get().length() > room.limits().nickCharactersMax()) {
                request.refuse(StanzaError.NOT_ACCEPTABLE);
            } else if (isTaken(room, nick.get(), request.from())) {
                request.refuse(StanzaError.CONFLICT);
            } else if (!room.mayRequest(request.from())) {
                request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            } else if (!affiliation.isAtLeast(Affiliation.MEMBER) && !isOpenTo(room, request.from())) {
                if (ask(room, request.from().bare(), nick.get())) {
                    request.result();
                } else {
                    request.refuse(StanzaError.RECIPIENT_UNAVAILABLE.withText("No admin is in the room"));
                }
            } else if (room.isFullOfAffiliations(request.from())) {
                request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            } else {
                reserve(room, request, nick.get());
            }
        }
    }

    /// Whether that user may come in and speak as it is.
    private static boolean isOpenTo(RoomMachine room, Jid user) {
        return !room.config().is(RoomOptions.MEMBERS_ONLY)
                && room.hasVoice(user)
                && (!room.config().is(RoomOptions.PASSWORD_PROTECTED)
                        || room.occupant(user).isPresent());
    }

    /// What an admin has made of the user it stays.
    private static void remove(RoomMachine room, Request request) {
        var user = request.from().bare();
        var by = user.toString();
        var released = List.<RoomEvent>of(new RoomEvent.NickReleased(by, room.now(), user));
        if (room.state().nickOf(user).isEmpty()) {
            request.refuse(StanzaError.REGISTRATION_REQUIRED);
        } else {
            room.affiliate(by, List.of(), released, false, request::result);
        }
    }

    private static void reserve(RoomMachine room, Request request, String nick) {
        var user = request.from().bare();
        var reserved = new RoomEvent.NickRegistered(user.toString(), room.now(), user, nick);
        room.affiliate(user.toString(), List.of(), List.of(reserved), false, request::result);
    }

    private static void makeMember(RoomMachine room, String by, Jid user, String nick, Runnable then) {
        var changes = room.affiliationOf(user).isAtLeast(Affiliation.MEMBER)
                ? List.<RoomEvent.AffiliationsChanged.Change>of()
                : List.of(change(user, Affiliation.MEMBER));
        room.affiliate(by, changes, List.of(new RoomEvent.NickRegistered(by, room.now(), user, nick)), false, then);
    }

    /// §9.9: the admins in the room are asked.
    ///
    /// @return whether there is any
    private static boolean ask(RoomMachine room, Jid user, String nick) {
        var form = DataForm.of(
                        DataForm.Type.FORM,
                        FormField.formType(FORM_TYPE),
                        FormField.asked(JID, "jid-single", "User").with(user.toString()),
                        FormField.asked(NICK, "text-single", "Desired Nickname").with(nick),
                        FormField.asked(ALLOW, "boolean", "Allow this person to register with the room?")
                                .with("0"))
                .titled("Registration request", "To approve this registration request, select the checkbox.");
        return room.herald()
                .tell(
                        one -> room.affiliationOf(one.user()).isAtLeast(Affiliation.ADMIN),
                        Stanza.message(room.jid(), null, "", form.toElement()));
    }

    private static void approve(RoomMachine room, Request request) {
        var form = request.stanza()
                .child("x", Namespaces.DATA_FORMS)
                .flatMap(DataForm::from)
                .orElseThrow();
        var user = form.value(JID).flatMap(io.kith.proto.jid.Jid::tryParse).map(Jid::bare);
        var nick = form.value(NICK).flatMap(Nickname::tryPrepare);
        if (!room.affiliationOf(request.from()).isAtLeast(Affiliation.ADMIN)) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (user.isEmpty() || nick.isEmpty() || form.flag(ALLOW).isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (!form.flag(ALLOW).get()) {
            request.accept();
        } else if (nick.get().length() > room.limits().nickCharactersMax()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (isTaken(room, nick.get(), user.get()) || room.affiliationOf(user.get()) == Affiliation.OUTCAST) {
            request.refuse(StanzaError.CONFLICT);
        } else if (room.isFullOfAffiliations(user.get())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            makeMember(room, request.from().bare().toString(), user.get(), nick.get(), request::accept);
        }
    }

    private static Optional<String> nickIn(Element query) {
        var form = DataForm.in(query).filter(one -> one.type() == DataForm.Type.SUBMIT);
        return form.filter(one -> one.formType().isEmpty() || one.formType().equals(FORM_TYPE))
                .flatMap(one -> one.value(NICK))
                .or(() -> query.child("username").map(Element::text))
                .flatMap(Nickname::tryPrepare);
    }

    private static boolean isTaken(RoomMachine room, String nick, Jid user) {
        return room.isTaken(nick, user.bare());
    }

    private static RoomEvent.AffiliationsChanged.Change change(Jid user, Affiliation affiliation) {
        return new RoomEvent.AffiliationsChanged.Change(user, affiliation, "");
    }
}
