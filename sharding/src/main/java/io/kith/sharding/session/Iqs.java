package io.kith.sharding.session;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.routing.Address;

/// Requests and answers: from a client to its account, to the domain, to others; from others to
/// the account or one of its
/// sessions. Every request is answered (RFC 6120 §8.2.3).
final class Iqs {

    private final Owner owner;

    Iqs(Owner owner) {
        this.owner = owner;
    }

    /// From a client, with its full address.
    void fromClient(ClientSession session, Stanza sent) {
        if (!isWellFormed(sent)) {
            owner.refuse(session, sent, StanzaError.BAD_REQUEST);
            return;
        }
        var passage = owner.services.features().outgoing(owner, sent);
        owner.outcomes.also(passage);
        var stop = passage.stop();
        if (stop != null) {
            owner.outcomes.stop(stop, passage.stanza());
            return;
        }
        var iq = passage.stanza();
        var to = iq.to();
        if (to == null || to.equals(owner.jid())) {
            toOwnAccount(session, iq);
            return;
        }
        switch (owner.services.router().resolve(to)) {
            case Address.Remote _ -> owner.refuse(session, iq, StanzaError.REMOTE_SERVER_NOT_FOUND);
            case Address.Domain _ -> {
                if (!iq.isResponse()) {
                    toDomain(session, iq, to.isDomain());
                }
            }
            case Address.RoomService _ -> {
                if (!iq.isResponse()) {
                    toRoomService(session, iq, to.isDomain());
                }
            }
            case Address.Room(var room) -> {
                if (owner.follows.isOneTooMany(room, iq)) {
                    owner.refuse(session, iq, FollowDesk.TOO_MANY_ROOMS);
                } else {
                    owner.messages.behindRows(session.id, () -> owner.send(room, iq));
                }
            }
            case Address.Account(var peer) -> {
                if (peer.equals(owner.jid())) {
                    toSession(iq, session.id);
                } else {
                    owner.messages.behindRows(session.id, () -> owner.send(peer, iq));
                }
            }
        }
    }

    /// From another account.
    void fromOwner(Stanza iq) {
        var to = iq.to();
        var from = iq.from();
        if (to == null || from == null) {
            return;
        }
        if (isAboutRoster(iq)) {
            owner.route(iq.error(
                    StanzaError.FORBIDDEN)); // to a full address, too: clients have taken it for their server's
        } else if (to.isFull()) {
            toSession(iq, from.bare().toString());
        } else if (!iq.isResponse()) {
            answer(iq);
        }
    }

    /// RFC 6121 §2.3.3: nobody else's, whether there is such an account or not.
    static boolean isAboutRoster(Stanza iq) {
        return iq.isRequest() && iq.has("query", Namespaces.ROSTER);
    }

    private void toOwnAccount(ClientSession session, Stanza iq) {
        if (iq.isResponse()) {
            return; // the client has taken a push
        }
        if (iq.has("query", Namespaces.ROSTER)) {
            owner.contacts.fromClient(session, iq);
        } else if (isSessionRequest(iq)) {
            session.give(iq.result().withTo(session.full));
        } else {
            answer(iq);
        }
    }

    private void toDomain(ClientSession session, Stanza iq, boolean itself) {
        if (itself && isSessionRequest(iq)) {
            session.give(iq.result());
        } else if (itself) {
            var outcome = owner.services.features().domainIq(session.full, iq);
            owner.outcomes.answer(outcome, iq, () -> owner.services.features().domainIq(session.full, iq));
        } else {
            owner.refuse(session, iq, StanzaError.SERVICE_UNAVAILABLE);
        }
    }

    private void toRoomService(ClientSession session, Stanza iq, boolean itself) {
        if (itself && iq.isType("get") && iq.has("subscriptions", Namespaces.MUCSUB)) {
            session.give(iq.result(owner.follows.listed(iq)).withTo(session.full));
        } else if (itself) {
            var outcome = owner.services.features().roomServiceIq(session.full, iq);
            owner.outcomes.answer(outcome, iq, () -> owner.services.features().roomServiceIq(session.full, iq));
        } else {
            owner.refuse(session, iq, StanzaError.SERVICE_UNAVAILABLE);
        }
    }

    private void answer(Stanza iq) {
        var outcome = owner.services.features().accountIq(owner, iq);
        owner.outcomes.answer(outcome, iq, () -> owner.services.features().accountIq(owner, iq));
    }

    /// To one of the account's sessions, behind the rows of the same sender.
    private void toSession(Stanza iq, String sender) {
        owner.messages.behindRows(sender, () -> {
            var to = iq.to();
            var session = to == null ? null : owner.sessions.byResource(to.resource());
            if (session != null) {
                session.give(iq);
            } else if (iq.isRequest()) {
                owner.route(iq.error(StanzaError.SERVICE_UNAVAILABLE));
            }
        });
    }

    /// RFC 3921 §3 had clients begin a session; RFC 6121 has it as a no-op for those that still do.
    private static boolean isSessionRequest(Stanza iq) {
        return iq.isType("set") && iq.has("session", Namespaces.SESSION);
    }

    /// RFC 6120 §8.2.3: an id, one of four types, and exactly one payload in a request.
    private static boolean isWellFormed(Stanza iq) {
        return !iq.id().isEmpty()
                && (iq.isResponse() || (iq.isRequest() && iq.children().size() == 1));
    }
}
