package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One account's presence as RFC 6121 §4 writes it down: a stanza per contact, and a probe per
/// contact at login. Correct, and as costly as it sounds; for tests and trials.
public final class DirectPresences implements Presences {

    /// Takes the word that nothing was missed on a connection that is parked.
    public interface Answer {
        void parted(EdgeAddress connection, Jid full);
    }

    private final Consumer<Stanza> outlet;
    private final Answer answer;
    private final Map<Jid, Stanza> shown = new LinkedHashMap<>(2);

    /// @param outlet takes stanzas to other accounts, both addresses set, in order
    public DirectPresences(Consumer<Stanza> outlet) {
        this(outlet, (_, _) -> {});
    }

    /// @param outlet as above
    public DirectPresences(Consumer<Stanza> outlet, Answer answer) {
        this.outlet = outlet;
        this.answer = answer;
    }

    @Override
    public void publish(Jid full, Stanza presence, Supplier<? extends Collection<Jid>> everybody) {
        if (presence.isType("unavailable")) {
            shown.remove(full);
        } else {
            shown.put(full, presence);
        }
        for (var contact : everybody.get()) {
            outlet.accept(presence.withTo(contact));
        }
    }

    @Override
    public void show(Jid account, Jid contact) {
        for (var presence : shown.values()) {
            outlet.accept(presence.withTo(contact));
        }
    }

    @Override
    public void hide(Jid account, Jid contact) {
        for (var full : shown.keySet()) {
            outlet.accept(Stanza.presence(full, contact, "unavailable"));
        }
    }

    @Override
    public void leave(Jid account) {
        shown.clear();
    }

    @Override
    public void login(EdgeAddress connection, Jid full, Collection<Jid> contacts) {
        for (var contact : contacts) {
            watch(connection, full, contact);
        }
    }

    @Override
    public void watch(EdgeAddress connection, Jid full, Jid contact) {
        outlet.accept(Stanza.presence(full, contact, "probe"));
    }

    @Override
    public void unwatch(EdgeAddress connection, Jid full, Jid contact) {
        // the contact's owner says `unavailable`
    }

    @Override
    public void logout(EdgeAddress connection, Jid full) {
        // contacts have been told by what was published
    }

    @Override
    public void park(EdgeAddress connection, Jid full) {
        answer.parted(connection, full); // what comes meanwhile waits with the session
    }

    @Override
    public void recall(EdgeAddress connection, Jid full, List<Jid> seen) {
        // nothing was missed
    }
}
