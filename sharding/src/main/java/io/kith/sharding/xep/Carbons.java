package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Stage;
import io.kith.sharding.feature.Xep;
import java.util.Optional;

/// XEP-0280: each device that wants it sees what is said to and by the others.
///
/// What is copied follows §6.1: chat; other messages with a body, with what accompanies one
/// (receipts, chat states, markers), or with an invitation to a room; never what is private, hinted
/// against, or of a room itself, and of a room's private messages only the user's own, as the room
/// sends the others to every device. An error is copied when it carries such content back: what it
/// answers is not remembered. For that rule alone `urn:xmpp:carbons:rules:0`, which makes all of them
/// binding (§6.2), is not announced. Copies are made here alone: one that arrives or is sent by a client is
/// cut from its message, as it can only be forged (§11).
public final class Carbons implements Feature {

    @Override
    public Xep xep() {
        return new Xep(280, "1.0.1", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.CARBONS);
        hooks.accountDisco(Namespaces.CARBONS);
        hooks.accountIq(Hooks.IqType.SET, Namespaces.CARBONS, "enable", (account, iq) -> want(account, iq, true));
        hooks.accountIq(Hooks.IqType.SET, Namespaces.CARBONS, "disable", (account, iq) -> want(account, iq, false));
        hooks.incoming(Stage.REWRITE, (_, stanza) -> withoutForged(stanza));
        hooks.outgoing(Stage.REWRITE, (_, stanza) -> withoutForged(stanza));
        hooks.copies(this::copyFor);
    }

    /// Asking twice is no error (§10.1).
    Outcome want(Account account, Stanza request, boolean wanted) {
        var device = account.sender();
        if (device.isEmpty()) {
            return Outcome.PASS;
        }
        device.get().copies(wanted);
        return new Outcome.Reply(request.result());
    }

    Optional<Stanza> copyFor(Account account, Account.Device device, Hooks.Direction direction, Stanza original) {
        if (!device.copies() || !isEligible(original, direction)) {
            return Optional.empty();
        }
        var name = direction == Hooks.Direction.IN ? "received" : "sent";
        return Optional.of(Stanza.message(account.jid(), device.full(), original.type())
                .withRaw(Forwarded.in(name, Namespaces.CARBONS, original)));
    }

    private static boolean isEligible(Stanza message, Hooks.Direction direction) {
        if (message.has("private", Namespaces.CARBONS) || message.has("no-copy", Namespaces.HINTS)) {
            return false;
        }
        return switch (message.type()) {
            case "groupchat" -> false;
            case "chat" -> !isCopiedByRoom(message, direction);
            case "headline" -> hasConversation(message);
            default ->
                (message.has("body", Namespaces.CLIENT) || hasConversation(message) || isInvitation(message))
                        && !isCopiedByRoom(message, direction);
        };
    }

    /// A private message from an occupant.
    private static boolean isCopiedByRoom(Stanza message, Hooks.Direction direction) {
        var from = message.from();
        return direction == Hooks.Direction.IN
                && from != null
                && from.isFull()
                && message.has("x", Namespaces.MUC_USER)
                && !isInvitation(message); // §6.1: what a room says for others is for all devices
    }

    private static boolean isInvitation(Stanza message) {
        return message.has("x", Namespaces.CONFERENCE)
                || message.child("x", Namespaces.MUC_USER)
                        .filter(room -> room.child("invite").isPresent())
                        .isPresent();
    }

    private static boolean hasConversation(Stanza message) {
        for (var child : message.children()) {
            switch (child.namespace()) {
                case Namespaces.RECEIPTS, Namespaces.CHAT_STATES, Namespaces.CHAT_MARKERS -> {
                    return true;
                }
                default -> {
                    // says nothing
                }
            }
        }
        return false;
    }

    private static Outcome withoutForged(Stanza stanza) {
        if (!stanza.has("received", Namespaces.CARBONS) && !stanza.has("sent", Namespaces.CARBONS)) {
            return Outcome.PASS;
        }
        return new Outcome.Rewrite(stanza.without(
                child -> child.is("received", Namespaces.CARBONS) || child.is("sent", Namespaces.CARBONS)));
    }
}
