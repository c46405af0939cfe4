package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import java.util.List;

/// Who receives a stanza that has reached the owner of the account it is addressed to: RFC 6121 §8, as one total
/// function of the stanza's kind and type, the resource it names, and the account's resources.
///
/// What is addressed to a domain or to another server (§8.4, §8.3) never comes here, and a stanza
/// without `to` comes with its sender's own bare address (§8.2), save presence, which then is a
/// broadcast.
///
/// **Several willing resources** (§8.5.2.1.1 leaves the choice): a message for the bare JID goes to
/// the most available ones. These are the resources of the highest priority, and with them each
/// available resource of non-negative priority that enabled carbons: it has opted in to see the
/// conversation, and the message itself is worth more to it than a wrapped copy. A message that
/// forbids copies goes to the highest priority only. Never to a negative priority.
public final class DeliveryRules {

    private DeliveryRules() {}

    /// What becomes of a message that is for nobody in particular while nobody takes it (§8.5.2.2.1 leaves the
    /// choice).
    public enum Untaken {
        /// It waits in the log.
        KEEP,
        /// Its sender is told: there is no log that it could wait in.
        BOUNCE,
        /// It is worth nothing later and its sender does not ask (a chat state alone).
        DISCARD
    }

    /// The decision for a stanza of this kind and type.
    ///
    /// @param resource the resource that the stanza names, `""` for the bare JID
    /// @param copiable whether resources other than the most willing ones may see the message (XEP-0280 §6)
    public static <E> Verdict<E> decide(
            Stanza.Kind kind, String type, String resource, Resources<E> resources, Untaken untaken, boolean copiable) {
        return switch (kind) {
            case MESSAGE -> message(type, resource, resources, untaken, copiable);
            case PRESENCE -> presence(type, resource, resources);
            case IQ -> iq(type, resource, resources);
        };
    }

    /// The decision for an account that does not exist (§8.5.1). It tells nothing that a gone resource does not
    /// tell.
    ///
    /// @param full whether it is to one of the account's resources
    public static <E> Verdict<E> decideForNobody(Stanza.Kind kind, String type, boolean full) {
        return switch (kind) {
            case MESSAGE ->
                switch (type) {
                    case "error", "headline" -> new Verdict.Drop<>();
                    case "groupchat" -> full ? new Verdict.Drop<>() : unavailable();
                    default -> unavailable();
                };
            case PRESENCE -> new Verdict.Drop<>();
            case IQ -> isRequest(type) ? unavailable() : new Verdict.Drop<>();
        };
    }

    private static <E> Verdict<E> message(
            String type, String resource, Resources<E> resources, Untaken untaken, boolean copiable) {
        if (resource.isEmpty()) {
            return messageToBare(type, resources, untaken, copiable);
        }
        var exact = resources.byName().get(resource);
        if (exact != null) {
            return new Verdict.Deliver<>(List.of(exact.edge())); // §8.5.3.1, also when it is not available
        }
        return switch (type) { // §8.5.3.2.1
            case "chat" -> messageToBare(type, resources, untaken, copiable);
            case "groupchat", "headline", "error" -> new Verdict.Drop<>();
            default -> unavailable(); // "normal": ignore or return an error; the error loses nothing
        };
    }

    private static <E> Verdict<E> messageToBare(
            String type, Resources<E> resources, Untaken untaken, boolean copiable) {
        return switch (type) { // §8.5.2.1.1, §8.5.2.2.1
            case "groupchat" -> unavailable();
            case "error" -> new Verdict.Drop<>();
            case "headline" -> deliver(resources.edges(Resources.Resource::isWilling), new Verdict.Drop<>());
            default -> deliver(mostAvailable(resources, copiable), untaken(untaken)); // unknown types too, §5.2.2
        };
    }

    private static <E> List<E> mostAvailable(Resources<E> resources, boolean copiable) {
        int top = 0;
        for (var resource : resources.byName().values()) {
            if (resource.isWilling()) {
                top = Math.max(top, resource.priority());
            }
        }
        int highest = top;
        return resources.edges(each -> each.isWilling() && (each.priority() == highest || (copiable && each.copies())));
    }

    private static <E> Verdict<E> untaken(Untaken untaken) {
        return switch (untaken) {
            case KEEP -> new Verdict.Keep<>();
            case BOUNCE -> unavailable();
            case DISCARD -> new Verdict.Drop<>();
        };
    }

    private static <E> Verdict<E> presence(String type, String resource, Resources<E> resources) {
        return switch (type) {
            case "subscribe", "subscribed", "unsubscribe", "unsubscribed" -> new Verdict.Subscription<>();
            case "probe" -> new Verdict.Probe<>();
            case "", "unavailable", "error" ->
                deliver(
                        resource.isEmpty() // §8.5.2.1.2
                                ? resources.available()
                                : resources.find(resource).stream() // §8.5.3.1, also when it is not available
                                        .map(Resources.Resource::edge)
                                        .toList(),
                        new Verdict.Drop<>());
            default -> new Verdict.Drop<>(); // no type of §4.7.1; its sender's owner answers `bad-request`
        };
    }

    private static <E> Verdict<E> iq(String type, String resource, Resources<E> resources) {
        if (resource.isEmpty()) {
            return new Verdict.Answer<>(); // §8.5.2.1.3, §8.5.2.2.3: on behalf of the account, connected or not
        }
        var exact = resources.byName().get(resource);
        if (exact != null) {
            return new Verdict.Deliver<>(List.of(exact.edge()));
        }
        return isRequest(type) ? unavailable() : new Verdict.Drop<>(); // RFC 6120 §8.2.3: an answer is never answered
    }

    private static boolean isRequest(String type) {
        return !type.equals("result") && !type.equals("error");
    }

    private static <E> Verdict<E> deliver(List<E> to, Verdict<E> otherwise) {
        return to.isEmpty() ? otherwise : new Verdict.Deliver<>(to);
    }

    private static <E> Verdict<E> unavailable() {
        return new Verdict.Bounce<>(StanzaError.SERVICE_UNAVAILABLE);
    }
}
