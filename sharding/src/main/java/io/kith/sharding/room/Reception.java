package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.session.FollowWord;

/// Brings each stanza to the desk that handles it.
final class Reception {

    private final RoomMachine room;
    private final Speaking speaking;
    private final Whispering whispering;
    private final Paces queries;

    Reception(RoomMachine room) {
        this.room = room;
        this.speaking = new Speaking(room);
        this.whispering = new Whispering(room);
        this.queries = room.terms().paces(Pace.QUERIES);
    }

    void take(Request request) {
        if (request.from().isBare() && FollowWord.isOne(request.stanza())) {
            room.followers().take(request); // clients have full addresses: that is an owner's own word
            return;
        }
        switch (request.stanza().kind()) {
            case PRESENCE -> presence(request);
            case MESSAGE -> message(request);
            case IQ -> iq(request);
        }
    }

    private void presence(Request request) {
        if (isFromBeforeEntry(request)) {
            request.accept();
            return;
        }
        switch (request.stanza().type()) {
            case "" -> room.joining().presence(request);
            case "unavailable" -> room.leaving().unavailable(request);
            case "error" -> room.leaving().bounced(request);
            default -> request.accept(); // rooms have no subscriptions and no probes (XEP-0045 §17.3)
        }
    }

    /// Whether the client is here by this presence or by one after it: the room's life before has handled it, and its
    /// sender did not hear so.
    private boolean isFromBeforeEntry(Request request) {
        return room.occupant(request.from())
                .flatMap(occupant -> occupant.seat(request.from()))
                .filter(seat -> seat.mark().reaches(request.mark()))
                .isPresent();
    }

    private void message(Request request) {
        if (request.stanza().isError()) {
            whispering.error(request);
        } else if (!isThereFor(request.from())) {
            request.refuse(StanzaError.ITEM_NOT_FOUND); // XEP-0045 §17.2
        } else if (request.stanza().isType("groupchat")) {
            room.withHistory(() -> speaking.groupchat(request));
        } else if (request.nick().isEmpty()) {
            speaking.toRoom(request);
        } else {
            whispering.message(request);
        }
    }

    /// Who may know of the room: all, once it is configured.
    private boolean isThereFor(Jid user) {
        var state = room.state();
        return state.exists() && (!state.locked() || room.affiliationOf(user) == Affiliation.OWNER);
    }

    private void iq(Request request) {
        if (!request.nick().isEmpty()) {
            whispering.iq(request);
        } else if (request.stanza().isRequest()) {
            query(request);
        } else {
            request.accept(); // rooms ask nobody
        }
    }

    private void query(Request request) {
        if (!queries.take(request.from(), room.now())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else if (!room.state().exists()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (room.configuring().takes(request.stanza())) {
            room.configuring().handle(request);
        } else if (room.administration().takes(request.stanza())) {
            room.administration().handle(request);
        } else {
            var handler = room.aspects().iq(request.stanza());
            if (handler == null) {
                request.refuse(StanzaError.SERVICE_UNAVAILABLE);
            } else {
                handler.handle(room, request);
            }
        }
    }
}
