package io.kith.sharding.room;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.relay.RelayItem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is said to all: messages and the subject (XEP-0045 §7.4, §8.1), and what else comes to the room's own address.
final class Speaking {

    /// Of a subject; beyond it `policy-violation`, for whoever looks at a room or enters it is sent it.
    static final int SUBJECT_CHARACTERS_MAX = 2_048;

    private final RoomMachine room;
    private final Paces messages;

    Speaking(RoomMachine room) {
        this.room = room;
        this.messages = room.terms().paces(Pace.MESSAGES);
    }

    void groupchat(Request request) {
        var occupant = room.occupant(request.from()).or(() -> room.subscribers().speaker(request.from()));
        if (!request.nick().isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST); // §7.5
        } else if (occupant.isEmpty()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (request.stanza().size() > room.limits().messageBytesMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (isSaid(request)) {
            again(request, occupant.get());
        } else if (!messages.take(request.from(), room.now()) || !room.maySay(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else if (!occupant.get().role().isAtLeast(Role.PARTICIPANT)) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (History.isSubject(request.stanza())) {
            subject(request, occupant.get());
        } else {
            say(request, occupant.get());
        }
    }

    private boolean isSaid(Request request) {
        var said = request.stanza();
        return room.history().same(request.from(), request.mark(), originId(said), said) > 0;
    }

    /// Said already; its sender did not hear so. A life of the room may have ended before what follows was stored.
    private void again(Request request, Occupant speaker) {
        var said = new Utterance(request, speaker, cleaned(request.stanza(), speaker), true);
        room.hold();
        room.aspects().check(room, said, refusal -> {
            if (refusal.isPresent()) {
                request.accept();
            } else {
                said.said(request::accept);
            }
            room.release();
        });
    }

    private void say(Request request, Occupant speaker) {
        checked(request, speaker, said -> {
            if (Lasting.of(said.stanza()) == Lasting.NOT) {
                room.herald().tell(new RelayItem.Say(room.outside().mint(), sealed(said.stanza(), speaker)));
                said.said(() -> taken(request));
            } else {
                keep(said);
            }
        });
    }

    /// Runs `turn` with what no aspect refuses; the room waits for their verdict.
    private void checked(Request request, Occupant speaker, Consumer<Utterance> turn) {
        var said = new Utterance(request, speaker, cleaned(request.stanza(), speaker), false);
        room.hold();
        room.aspects().check(room, said, refusal -> {
            refusal.ifPresentOrElse(request::refuse, () -> turn.accept(said));
            room.release();
        });
    }

    private void keep(Utterance said) {
        var id = room.outside().mint();
        keep(said, id, room.herald().identified(sealed(said.stanza(), said.speaker()), id));
    }

    private void keep(Utterance said, long id, Stanza stanza) {
        var request = said.request();
        room.herald()
                .append(
                        row(id, said.speaker(), request, stanza),
                        stanza,
                        () -> said.kept(id, stanza, () -> taken(request)),
                        () -> request.refuse(StanzaError.RESOURCE_CONSTRAINT));
    }

    private void taken(Request request) {
        room.counters().messages.increment();
        request.accept();
    }

    private void subject(Request request, Occupant speaker) {
        if (!room.config().is(RoomOptions.CHANGE_SUBJECT) && speaker.role() != Role.MODERATOR) {
            request.refuse(StanzaError.FORBIDDEN);
            return;
        }
        var subject = request.stanza().child("subject", Namespaces.CLIENT).orElseThrow();
        if (subject.text().length() > SUBJECT_CHARACTERS_MAX) {
            request.refuse(StanzaError.POLICY_VIOLATION);
            return;
        }
        if (!room.mayChange(request.from())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        checked(request, speaker, said -> {
            var id = room.outside().mint();
            var stanza = room.herald().identified(sealed(said.stanza(), speaker), id);
            var by = speaker.user().toString();
            room.change(
                    List.of(new RoomEvent.SubjectChanged(by, room.now(), id, stanza)), () -> keep(said, id, stanza));
        });
    }

    /// What is not for all, to the room itself.
    void toRoom(Request request) {
        var handler = room.aspects().message(request.stanza());
        if (handler != null) {
            handler.handle(room, request);
        } else if (room.occupant(request.from()).isEmpty()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else {
            request.refuse(StanzaError.BAD_REQUEST); // §7.4: a room takes groupchat
        }
    }

    private Row row(long id, Occupant speaker, Request request, Stanza stanza) {
        var transientRow = Lasting.of(stanza) == Lasting.TRANSIENT;
        return new Row(
                id,
                Direction.OUT,
                request.from(),
                speaker.nick(),
                true,
                transientRow,
                0,
                request.mark().session(),
                request.mark().n(),
                originId(request.stanza()),
                Referring.of(stanza),
                stanza.bytes());
    }

    /// From the speaker's address, to nobody, without what only the room may say.
    private Stanza cleaned(Stanza stanza, Occupant speaker) {
        return unmarked(room, stanza).withTo(null).withFrom(speaker.address());
    }

    static Stanza unmarked(RoomMachine room, Stanza stanza) {
        return stanza.without(child ->
                room.aspects().isTheRooms(child.name(), child.namespace()) || isForged(stanza, child, room.jid()));
    }

    Stanza sealed(Stanza stanza, Occupant speaker) {
        var sealed = stanza;
        for (var seal : room.aspects().seals(room, speaker)) {
            sealed = sealed.with(seal);
        }
        return sealed;
    }

    /// Ids and stamps in the name of the room or its service (XEP-0359 §6, XEP-0203 §5), also of the stamps' old form
    /// (XEP-0091).
    static boolean isForged(Stanza stanza, Stanza.Child child, Jid room) {
        if (child.is("stanza-id", Namespaces.STANZA_ID)) {
            return isRoom(stanza.element(child).attribute("by"), room);
        }
        return (child.is("delay", Namespaces.DELAY) || child.is("x", Namespaces.LEGACY_DELAY))
                && isRoom(stanza.element(child).attribute("from"), room);
    }

    private static boolean isRoom(Optional<String> address, Jid room) {
        return address.flatMap(Jid::tryParse)
                .map(Jid::bare)
                .filter(named -> named.equals(room)
                        || (named.isDomain() && named.domain().equals(room.domain())))
                .isPresent();
    }

    private static String originId(Stanza stanza) {
        return stanza.child("origin-id", Namespaces.STANZA_ID)
                .flatMap(element -> element.attribute("id"))
                .orElse("");
    }
}
