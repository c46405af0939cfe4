package io.kith.sharding.session;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.roster.Effect;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.roster.RosterAnswer;
import io.kith.sharding.roster.RosterQuery;
import io.kith.sharding.roster.RosterUpdate;
import io.kith.sharding.roster.SubscriptionType;
import io.kith.sharding.routing.Address;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Contacts and subscriptions of the account (RFC 6121 §2, §3): asks the pure roster, stores what
/// it says, then does it.
final class RosterDesk {

    /// Characters of the uid that tell this account's roster versions from those of an earlier one
    /// of the same name.
    private static final int LINEAGE_LENGTH = 8;

    private final Owner owner;
    private @Nullable Roster roster;
    private long pushes;

    RosterDesk(Owner owner) {
        this.owner = owner;
    }

    Roster roster() {
        return roster == null ? reload() : roster;
    }

    /// The items have been read (again).
    Roster reload() {
        var read = read(owner.uid(), owner.services, owner.changes.all());
        roster = read;
        return read;
    }

    /// The roster among the items of an account.
    static Roster read(UUID uid, Services services, Collection<Item> items) {
        return Roster.load(uid.toString().substring(0, LINEAGE_LENGTH), services.rosterLimits(), items);
    }

    /// Whether no presence passes between the account and this address.
    boolean blocks(Jid jid) {
        return owner.services.features().blocks(owner, jid);
    }

    /// A roster get or set.
    void fromClient(ClientSession session, Stanza iq) {
        switch (RosterQuery.parse(iq, owner.jid(), owner.services.rosterLimits())) {
            case RosterQuery.Refused(var error) -> owner.refuse(session, iq, error);
            case RosterQuery.Get get -> get(session, iq, get);
            case RosterQuery.Put put -> change(put.jid(), null, session, iq, () -> roster().put(put));
            case RosterQuery.Remove remove -> change(remove.jid(), null, session, iq, () -> roster().remove(remove));
        }
    }

    /// A subscription stanza of one of the account's clients (§3).
    void outbound(ClientSession session, SubscriptionType type, Jid contact, Stanza sent) {
        if (contact.equals(owner.jid())) {
            return; // §3.1.1: one sees oneself anyway
        }
        switch (owner.services.router().resolve(contact)) {
            case Address.Remote _ -> owner.refuse(session, sent, StanzaError.REMOTE_SERVER_NOT_FOUND);
            case Address.Domain _, Address.RoomService _, Address.Room _ ->
                owner.refuse(session, sent, StanzaError.SERVICE_UNAVAILABLE);
            case Address.Account _ -> {
                var stanza = sent.withFrom(owner.jid()).withTo(contact); // §3.1.2
                submit(
                        session,
                        () -> roster().outbound(type, contact),
                        done -> act(done, contact, stanza),
                        error -> owner.refuse(session, sent, error));
            }
        }
    }

    /// A subscription stanza of a contact.
    void inbound(SubscriptionType type, Jid contact, Stanza stanza) {
        if (blocks(contact)) {
            return;
        }
        var bare = stanza.withFrom(contact).withTo(owner.jid());
        submit(null, () -> roster().inbound(type, contact, bare), done -> act(done, contact, bare), error -> {
            // a roster that is full takes no more requests, and its owner is not told to whom
        });
    }

    private void get(ClientSession session, Stanza iq, RosterQuery.Get get) {
        session.asksForRoster();
        switch (roster().answer(get)) {
            case RosterAnswer.Whole(var query) -> session.give(iq.result(query).withTo(session.full));
            case RosterAnswer.Since(var missed) -> {
                session.give(iq.result().withTo(session.full));
                missed.forEach(query -> push(session, query));
            }
        }
    }

    private void change(
            Jid contact, @Nullable Stanza stanza, ClientSession session, Stanza iq, Supplier<RosterUpdate> update) {
        submit(
                session,
                update,
                done -> {
                    session.give(iq.result().withTo(session.full));
                    act(done, contact, stanza);
                },
                error -> owner.refuse(session, iq, error));
    }

    /// @param session whose wish it is, and which waits for it; null for a contact's
    private void submit(
            @Nullable ClientSession session,
            Supplier<RosterUpdate> update,
            Consumer<RosterUpdate.Updated> then,
            Consumer<StanzaError> refused) {
        var submitted = owner.inOrder.submit(session, new Changes.Step() {

            private @Nullable RosterUpdate decided;

            @Override
            public List<Change> decide() {
                decided = update.get();
                return decided instanceof RosterUpdate.Updated updated ? updated.changes() : List.of();
            }

            @Override
            public void stored() {
                switch (decided) {
                    case RosterUpdate.Updated updated -> {
                        roster = updated.roster();
                        then.accept(updated);
                    }
                    case RosterUpdate.Refused(var error) -> refused.accept(error);
                    case null -> throw new IllegalStateException("stored before it was decided");
                }
            }

            @Override
            public void failed() {
                refused.accept(StanzaError.RESOURCE_CONSTRAINT);
            }
        });
        if (!submitted) {
            refused.accept(StanzaError.RESOURCE_CONSTRAINT);
        }
    }

    /// Does what a stored change asks for, in the order of [Effect].
    private void act(RosterUpdate.Updated update, Jid contact, @Nullable Stanza stanza) {
        for (var effect : update.effects()) {
            switch (effect) {
                case HIDE -> owner.presence.hide(contact);
                case ROUTE -> {
                    if (stanza != null) {
                        owner.route(stanza);
                    }
                }
                case ANSWER_SUBSCRIBED -> owner.route(Stanza.presence(owner.jid(), contact, "subscribed"));
                case DELIVER -> deliver(stanza);
                case PUSH -> {
                    // below: a roster set pushes without any effect on subscriptions
                }
                case SHOW, WATCH, UNWATCH -> {
                    // after the pushes
                }
            }
        }
        for (var query : update.pushes()) {
            owner.sessions.resources().interested().forEach(session -> push(session, query));
        }
        for (var type : update.implied()) {
            owner.route(Stanza.presence(owner.jid(), contact, type.text()));
        }
        if (update.has(Effect.SHOW)) {
            owner.presence.show(contact);
        }
        if (update.has(Effect.WATCH) || update.has(Effect.UNWATCH)) {
            owner.presence.watch(contact, update.has(Effect.WATCH));
        }
    }

    private void deliver(@Nullable Stanza stanza) {
        if (stanza == null) {
            return;
        }
        var resources = owner.sessions.resources();
        var to = stanza.isType("subscribe") ? resources.available() : resources.interested();
        to.forEach(session -> session.give(stanza));
    }

    private void push(ClientSession session, Element query) {
        session.give(Stanza.iq("set", "push" + ++pushes, owner.jid(), session.full, query));
    }
}
