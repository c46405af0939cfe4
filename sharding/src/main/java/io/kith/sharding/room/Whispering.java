package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.Optional;

/// What goes from one occupant to another through the room: private messages and IQs (XEP-0045 §7.5, §17.4).
///
/// Nothing is remembered of an IQ: its id is prefixed with a keyed digest of who asked, by which the answer finds back
/// to that client among all of a nickname. Neither side learns the other's real address.
final class Whispering {

    private final RoomMachine room;
    private final Paces messages;
    private final Paces errors;
    private final Paces queries;

    Whispering(RoomMachine room) {
        this.room = room;
        this.messages = room.terms().paces(Pace.MESSAGES);
        this.errors = room.terms().paces(Pace.MESSAGES);
        this.queries = room.terms().paces(Pace.QUERIES);
    }

    void message(Request request) {
        var sender = room.occupant(request.from());
        var recipient = room.named(request.nick());
        if (sender.isEmpty()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (recipient.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (!mayWhisper(sender.get())) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (request.stanza().size() > room.limits().messageBytesMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (!messages.take(request.from(), room.now()) || !room.maySay(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            whisper(request, sender.get(), recipient.get());
        }
    }

    private boolean mayWhisper(Occupant sender) {
        return switch (room.config().get(RoomOptions.ALLOW_PM)) {
            case ANYONE -> true;
            case PARTICIPANTS -> sender.role().isAtLeast(Role.PARTICIPANT);
            case MODERATORS -> sender.role() == Role.MODERATOR;
            case NONE -> false;
        };
    }

    /// One client gets it for keeps, and the sender's ack waits for that; the others get copies.
    private void whisper(Request request, Occupant sender, Occupant recipient) {
        var stanza = through(request.stanza(), sender).with(Element.of("x", Namespaces.MUC_USER));
        var first = recipient.primary();
        for (var seat : recipient.seats()) {
            var copy = stanza.withTo(seat.full());
            if (!seat.full().equals(first)) {
                inOrder(seat, () -> room.outside().send(copy, false, () -> {}));
            } else if (request.mark().n() > 0) {
                var id = Digests.ofMessage(room.state().secret(), request.from(), request.mark());
                inOrder(seat, () -> room.outside().send(copy, id, request::accept));
            } else {
                inOrder(seat, () -> room.outside().send(copy, true, request::accept));
            }
        }
    }

    /// What goes to a client by way of its owner goes behind what was said to all before (RFC 6120 §10.1): once the
    /// relay of its node has given it that. One that is away is given that when it is back.
    private void inOrder(Seat to, Runnable turn) {
        var edge = to.edge();
        if (edge == null) {
            room.outside().behindRows(turn);
        } else {
            room.outside().whenHeard(edge.node(), turn);
        }
    }

    /// An error is told to whom it is for; if it says that nobody is there, its sender is a ghost.
    ///
    /// It is no message: what it tells is the condition, and words only of one who may send private messages.
    /// A copy of what is refused, which honest errors may hold, is left out, for nobody can tell whether it is
    /// one; who sent that knows it by its id.
    void error(Request request) {
        var told = request.stanza().child("error", Namespaces.CLIENT).flatMap(StanzaError::from);
        var sender = room.occupant(request.from()).or(() -> onlyOne(request.from()));
        if (told.isPresent() && sender.isPresent()) {
            var isPaced = errors.take(request.from(), room.now()) && room.maySay(request.from(), request.stanza());
            if (isPaced) {
                room.named(request.nick()).ifPresent(to -> tell(request, sender.get(), to, told.get()));
            }
            if (Leaving.isNobodyThere(request.stanza())
                    && sender.get().seat(request.from()).isPresent()) {
                room.leaving().depart(sender.get(), request.from(), request.stanza(), Because.of(333));
            }
        }
        request.accept();
    }

    private void tell(Request request, Occupant sender, Occupant recipient, StanzaError error) {
        var mayUseWords =
                mayWhisper(sender) && request.stanza().size() <= room.limits().messageBytesMax();
        var plain = mayUseWords ? error : StanzaError.of(error.type(), error.condition());
        var bare = request.stanza().without(_ -> true).with(plain.toElement());
        var stanza = through(bare, sender).with(Element.of("x", Namespaces.MUC_USER));
        room.outside().send(stanza.withTo(recipient.primary()), false, () -> {});
    }

    void iq(Request request) {
        if (request.stanza().isResponse()) {
            answer(request);
            return;
        }
        var sender = room.occupant(request.from());
        var recipient = room.named(request.nick());
        if (sender.isEmpty()) {
            // §6.6: nobody learns from outside who is in
            request.refuse(isDisco(request.stanza()) ? StanzaError.BAD_REQUEST : StanzaError.NOT_ACCEPTABLE);
        } else if (recipient.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (!queries.take(request.from(), room.now())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else if (recipient.get() == sender.get() && request.stanza().has("ping", Namespaces.PING)) {
            request.result(); // XEP-0410 §3.3
        } else if (!room.maySay(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            // a card is the account's, not a client's, which does not know under which of its names it was asked
            var isCard = request.stanza().has("vCard", Namespaces.VCARD);
            var asked = isCard ? tag(recipient.get().address()) : "";
            var stanza = through(request.stanza(), sender.get())
                    .withId(tag(request.from()) + asked + request.stanza().id());
            var primary = recipient.get().primary();
            var to = isCard ? recipient.get().user() : primary;
            inOrder(recipient.get().seat(primary).orElseThrow(), () -> {
                room.outside().send(stanza.withTo(to), false, () -> {});
                request.accept();
            });
        }
    }

    private void answer(Request request) {
        var id = request.stanza().id();
        var tags = request.from().isBare() ? 2 * Digests.TAG_LENGTH : Digests.TAG_LENGTH;
        if (id.length() < tags) {
            request.accept();
            return;
        }
        var sender = request.from().isBare()
                ? askedAs(request.from(), id.substring(Digests.TAG_LENGTH, tags))
                : room.occupant(request.from());
        var asker = room.named(request.nick()).flatMap(one -> withTag(one, id.substring(0, Digests.TAG_LENGTH)));
        if (sender.isEmpty() || asker.isEmpty() || !mayAnswer(request)) {
            request.accept();
            return;
        }
        var answer = through(request.stanza(), sender.get())
                .withId(id.substring(tags))
                .withTo(asker.get().full());
        inOrder(asker.get(), () -> {
            room.outside().send(answer, false, () -> {});
            request.accept();
        });
    }

    /// An owner answers no more than it was asked; a client might, again and again.
    private boolean mayAnswer(Request request) {
        return request.from().isBare() || room.maySay(request.from(), request.stanza());
    }

    /// The one of an account's occupants that was asked.
    private Optional<Occupant> askedAs(Jid account, String tag) {
        return room.occupantsOf(account).stream()
                .filter(one -> tag(one.address()).equals(tag))
                .findFirst();
    }

    /// The occupant that a whole account answers for.
    private Optional<Occupant> onlyOne(Jid account) {
        return account.isBare() ? room.occupantsOf(account).stream().findFirst() : Optional.empty();
    }

    private Optional<Seat> withTag(Occupant asker, String tag) {
        return asker.seats().stream()
                .filter(seat -> tag(seat.full()).equals(tag))
                .findFirst();
    }

    private String tag(Jid full) {
        return Digests.tag(room.state().secret(), full);
    }

    private Stanza through(Stanza stanza, Occupant sender) {
        var cleaned = stanza.without(child -> room.aspects().isTheRooms(child.name(), child.namespace())
                        || Speaking.isForged(stanza, child, room.jid()))
                .withFrom(sender.address());
        if (!stanza.isMessage()) {
            return cleaned;
        }
        for (var seal : room.aspects().seals(room, sender)) {
            cleaned = cleaned.with(seal);
        }
        return cleaned;
    }

    private static boolean isDisco(Stanza stanza) {
        return stanza.has("query", Namespaces.DISCO_INFO) || stanza.has("query", Namespaces.DISCO_ITEMS);
    }
}
