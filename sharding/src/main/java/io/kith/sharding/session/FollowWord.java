package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an account's owner and a room say to each other about messages without joining (`urn:xmpp:mucsub:0`).
///
/// A word is the one child of a message between the account's bare address and the room's, over the link between the
/// two. No client can send one: clients have full addresses, and what they write to others comes from those.
public sealed interface FollowWord {

    /// The namespace of these words; never seen by a client.
    String NAMESPACE = "urn:kith:follow";

    /// Owner to room: somebody is available here. Tell what is said from now on, and before it the newest of what was
    /// said above an id; again and again, or it is forgotten.
    ///
    /// @param n counts what this owner has asked
    /// @param after the id of the last message that the account has
    /// @param max how many of those missed it takes at most
    record Follow(long n, long after, int max) implements FollowWord {}

    /// Owner to room: nobody is available any more.
    record Unfollow() implements FollowWord {}

    /// Owner to room: the account is subscribed no more.
    record Leave() implements FollowWord {}

    /// Room to owner: what comes from here on answers the [Follow] with this number.
    record Following(long n) implements FollowWord {}

    /// Room to owner: the account is subscribed, or so in another way.
    ///
    /// @param since what was said up to this id it has not subscribed to
    /// @param byOthers whether a moderator wanted that, not the account
    record Subscribed(String nick, List<String> nodes, long since, boolean byOthers) implements FollowWord {

        /// Copies the list.
        public Subscribed {
            nodes = List.copyOf(nodes);
        }
    }

    /// Room to owner: the account is not subscribed.
    record Unsubscribed() implements FollowWord {}

    /// Room to owner: the room goes elsewhere, and forgets who follows it.
    record Again() implements FollowWord {}

    /// Whether a message is one of these.
    static boolean isOne(Stanza stanza) {
        return stanza.isMessage()
                && stanza.children().size() == 1
                && stanza.children().getFirst().namespace().equals(NAMESPACE);
    }

    /// The word in a message; empty for one that this version does not know.
    static Optional<FollowWord> in(Stanza message) {
        var word = message.firstChild().orElseThrow();
        return switch (word.name()) {
            case "follow" ->
                Optional.of(new Follow(
                        number(word, "n"), number(word, "after"), (int) Math.min(number(word, "max"), 1_000)));
            case "unfollow" -> Optional.of(new Unfollow());
            case "leave" -> Optional.of(new Leave());
            case "following" -> Optional.of(new Following(number(word, "n")));
            case "subscribed" -> {
                var nodes = new ArrayList<String>();
                word.children().forEach(event -> nodes.add(event.attributeOr("node", "")));
                yield Optional.of(new Subscribed(
                        word.attributeOr("nick", ""),
                        nodes,
                        number(word, "since"),
                        word.attribute("by-others").isPresent()));
            }
            case "unsubscribed" -> Optional.of(new Unsubscribed());
            case "again" -> Optional.of(new Again());
            default -> Optional.empty();
        };
    }

    /// An event with which of the account's clients get the same in the room itself; they need not be given it.
    static Stanza seated(Stanza event, List<String> resources) {
        if (resources.isEmpty()) {
            return event;
        }
        var seated = Element.of("seated", NAMESPACE);
        for (var resource : resources) {
            seated = seated.with(Element.of("client", NAMESPACE).withAttribute("resource", resource));
        }
        return event.with(seated);
    }

    /// The resources of these clients.
    static Set<String> seated(Stanza event) {
        return event.child("seated", NAMESPACE).stream()
                .flatMap(seated -> seated.children().stream())
                .map(client -> client.attributeOr("resource", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The occupant whose message an event tells of.
    static Optional<Jid> speaker(Stanza event) {
        return event.child("event", Namespaces.PUBSUB_EVENT).stream()
                .flatMap(told -> told.children().stream())
                .flatMap(items -> items.children().stream())
                .flatMap(item -> item.children().stream())
                .flatMap(said -> said.attribute("from").flatMap(Jid::tryParse).stream())
                .findFirst();
    }

    /// The event as clients get it.
    static Stanza plain(Stanza event) {
        return event.without(child -> child.namespace().equals(NAMESPACE));
    }

    /// The message that says this.
    default Stanza message(Jid from, Jid to) {
        return Stanza.message(from, to, "", toElement());
    }

    private Element toElement() {
        return switch (this) {
            case Follow(var n, var after, var max) ->
                Element.of("follow", NAMESPACE)
                        .withAttribute("n", n)
                        .withAttribute("after", after)
                        .withAttribute("max", max);
            case Unfollow _ -> Element.of("unfollow", NAMESPACE);
            case Leave _ -> Element.of("leave", NAMESPACE);
            case Following(var n) -> Element.of("following", NAMESPACE).withAttribute("n", n);
            case Subscribed(var nick, var nodes, var since, var byOthers) -> {
                var word = Element.of("subscribed", NAMESPACE)
                        .withAttribute("nick", nick)
                        .withAttribute("since", since);
                if (byOthers) {
                    word = word.withAttribute("by-others", "true");
                }
                for (var node : nodes) {
                    word = word.with(Element.of("event", NAMESPACE).withAttribute("node", node));
                }
                yield word;
            }
            case Unsubscribed _ -> Element.of("unsubscribed", NAMESPACE);
            case Again _ -> Element.of("again", NAMESPACE);
        };
    }

    private static long number(Element word, String name) {
        try {
            return Math.max(0, Long.parseLong(word.attributeOr(name, "0")));
        } catch (NumberFormatException unknown) {
            return 0; // of another version: taken for the least
        }
    }
}
