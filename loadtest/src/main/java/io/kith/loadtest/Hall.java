package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// One room of a run with those who are to be in it; everybody's nickname is the name of the account. Counts what its
/// occupants get.
final class Hall {

    private static final Duration ENTRY = Duration.ofSeconds(60);
    private static final String INSTANT = "instant";

    private final String address;
    private final List<VirtualUser> users;
    private boolean made;
    private int inside;
    long presences;
    long messages;

    /// A room that no other run has.
    Hall(String domain, List<VirtualUser> users, RandomGenerator random) {
        this.address = "hall-" + Long.toUnsignedString(random.nextLong(), 36) + "@conference." + domain;
        this.users = users;
    }

    String address() {
        return address;
    }

    List<VirtualUser> users() {
        return users;
    }

    /// The first makes the room and takes it as it is (XEP-0045 §10.1.2).
    void found(Reactor reactor) throws IOException {
        var founder = users.getFirst();
        enter(founder);
        reactor.runUntil(() -> inside == 1, ENTRY, "the entry of the founder of " + address);
        founder.send("<iq type='set' id='" + INSTANT + "' to='" + address
                + "'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/>"
                + "</query></iq>");
        reactor.runUntil(() -> made, ENTRY, "the making of " + address);
    }

    /// All others, so many at a time.
    void fill(Reactor reactor, int atOnce) throws IOException {
        for (var next = 1; next < users.size(); next += atOnce) {
            var until = Math.min(users.size(), next + atOnce);
            users.subList(next, until).forEach(this::enter);
            reactor.runUntil(() -> inside == until, ENTRY, "the entry of " + until + " into " + address);
        }
    }

    void enter(VirtualUser user) {
        user.send("<presence to='" + address + "/" + user.name()
                + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
    }

    void leave(VirtualUser user) {
        user.send("<presence type='unavailable' to='" + address + "/" + user.name() + "'/>");
    }

    void say(VirtualUser user, String body) {
        user.send("<message type='groupchat' to='" + address + "'><body>" + body + "</body></message>");
    }

    /// One of its users got something from it.
    ///
    /// @param nick of the occupant from whom it is, empty for the room itself
    void heard(VirtualUser user, String nick, Stanza stanza) {
        if (stanza.isError()) {
            throw new IllegalStateException(
                    user.name() + " is refused: " + stanza.element().toXml());
        }
        switch (stanza.kind()) {
            case PRESENCE -> {
                presences++;
                if (nick.equals(user.name())) {
                    inside += stanza.type().isEmpty() ? 1 : -1;
                }
            }
            case MESSAGE -> {
                if (!nick.isEmpty()) {
                    messages++;
                }
            }
            case IQ -> made |= stanza.id().equals(INSTANT);
        }
    }
}
