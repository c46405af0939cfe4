package io.kith.sharding.room.aspect;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.MalformedJid;
import io.kith.proto.jid.Nickname;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.rsm.Page;
import io.kith.proto.rsm.PageRequest;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Entry;
import io.kith.sharding.room.MucSub;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import io.kith.sharding.room.RoomState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `urn:xmpp:mucsub:0`, as ejabberd defines it: members of a room, and where its owners allow it everybody,
/// subscribe to its traffic, and get it without joining. Admins and moderators subscribe others. All of them
/// must be allowed to enter as well.
///
/// A subscription gives its user the nickname: nobody else enters under it. The list of subscribers is paged (XEP-0059)
/// where it does not fit.
public final class Subscriptions implements RoomAspect {

    /// Subscribers in one answer.
    static final int PAGE_MAX = 500;

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.MUCSUB);
        hooks.option(MucSub.FOR_ALL);
        hooks.iq("set", Namespaces.MUCSUB, "subscribe", Subscriptions::subscribe);
        hooks.iq("set", Namespaces.MUCSUB, "unsubscribe", Subscriptions::unsubscribe);
        hooks.iq("get", Namespaces.MUCSUB, "subscriptions", Subscriptions::list);
    }

    /// What is asked for.
    ///
    /// @param by the client that asks
    /// @param password with which one may enter, "" for none
    private record Wish(Jid by, Jid user, String password, RoomState.Subscription subscription) {

        boolean isForAnother() {
            return !by.bare().equals(user);
        }
    }

    private static void subscribe(RoomMachine room, Request request) {
        var asked = request.stanza().child("subscribe", Namespaces.MUCSUB).orElseThrow();
        var user = userOf(room, request, asked);
        if (user == null) {
            return;
        }
        var nick = prepared(asked.attributeOr("nick", ""));
        if (nick.isEmpty()) {
            request.refuse(StanzaError.JID_MALFORMED.withText("A subscription needs a nickname"));
            return;
        }
        var subscription = new RoomState.Subscription(nick.get(), nodes(asked));
        var wish = new Wish(request.from(), user, asked.attributeOr("password", ""), subscription);
        var refusal = refusal(room, wish);
        if (refusal.isPresent()) {
            request.refuse(refusal.get());
            return;
        }
        Runnable remembered = () -> room.subscribers().remember(user, subscription, wish.isForAnother(), isTaken -> {
            if (isTaken) {
                request.result(result(subscription));
            } else {
                request.refuse(StanzaError.NOT_ACCEPTABLE.withText("That account takes no such subscription"));
            }
        });
        if (subscription.equals(room.state().subscribers().get(user))) {
            remembered.run(); // its owner may have died before it knew
        } else {
            var by = request.from().bare().toString();
            room.change(
                    List.of(new RoomEvent.Subscribed(by, room.now(), user, subscription.nick(), subscription.nodes())),
                    remembered);
        }
    }

    private static Optional<StanzaError> refusal(RoomMachine room, Wish wish) {
        var user = wish.user();
        var wanted = wish.subscription();
        var affiliation = room.affiliationOf(user);
        var had = room.state().subscribers().get(user);
        if (affiliation == Affiliation.OUTCAST) {
            return Optional.of(StanzaError.FORBIDDEN);
        }
        if (room.state().locked() && affiliation != Affiliation.OWNER) {
            return Optional.of(StanzaError.ITEM_NOT_FOUND);
        }
        if (had == null) {
            var refusal = refusalOfNew(room, wish, affiliation);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (wanted.nick().length() > room.limits().nickCharactersMax()) {
            return Optional.of(StanzaError.NOT_ACCEPTABLE.withText("That nickname is too long"));
        }
        if (room.isTaken(wanted.nick(), user)) {
            return Optional.of(StanzaError.CONFLICT.withText("That nickname is somebody else's"));
        }
        var by = wish.by();
        // another did not ask for it, as with invitations
        var mayNow = wish.isForAnother()
                ? had == null || room.mayInvite(by, 1)
                : isModerator(room, by) || room.mayRequest(by);
        return wanted.equals(had) || mayNow ? Optional.empty() : Optional.of(StanzaError.RESOURCE_CONSTRAINT);
    }

    private static Optional<StanzaError> refusalOfNew(RoomMachine room, Wish wish, Affiliation affiliation) {
        // asked first: a password may be guessed here as by entering
        if (wish.isForAnother() ? !room.mayInvite(wish.by(), 1) : !room.mayEnter(wish.by())) {
            return Optional.of(StanzaError.RESOURCE_CONSTRAINT);
        }
        var x = Element.of("x", Namespaces.MUC)
                .with(Element.of("password", Namespaces.MUC).text(wish.password()));
        var nick = wish.subscription().nick();
        var refusal = room.aspects().refusal(room, new Entry(wish.user(), nick, x, affiliation));
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!room.config().is(MucSub.FOR_ALL)
                && !affiliation.isAtLeast(Affiliation.MEMBER)
                && !isModerator(room, wish.by())) {
            return Optional.of(StanzaError.NOT_ALLOWED.withText("Only members of this room subscribe to it"));
        }
        return room.isFullOfSubscribers(wish.user(), wish.subscription())
                ? Optional.of(StanzaError.RESOURCE_CONSTRAINT.withText("This room has too many subscribers"))
                : Optional.empty();
    }

    private static void unsubscribe(RoomMachine room, Request request) {
        var asked = request.stanza().child("unsubscribe", Namespaces.MUCSUB).orElseThrow();
        var user = userOf(room, request, asked);
        if (user == null) {
            return;
        }
        if (room.subscribers().has(user)) {
            var by = request.from().bare().toString();
            room.change(List.of(new RoomEvent.Unsubscribed(by, room.now(), user)), request::result);
        } else {
            request.result();
        }
    }

    private static void list(RoomMachine room, Request request) {
        var asked = PageRequest.in(
                request.stanza().child("subscriptions", Namespaces.MUCSUB).orElseThrow());
        var isModerator = isModerator(room, request.from());
        if (!isModerator && !room.subscribers().has(request.from())) {
            request.refuse(StanzaError.FORBIDDEN.withText("Moderator privileges required"));
            return;
        }
        if (asked.isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST);
            return;
        }
        var all = new ArrayList<>(room.state().subscribers().entrySet());
        all.sort(Comparator.comparing(entry -> entry.getValue().nick()));
        var page = Page.of(all, entry -> entry.getValue().nick(), asked.get(), PAGE_MAX);
        if (page.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
            return;
        }
        var showsAddresses = isModerator || RoomOptions.isNonAnonymous(room.config());
        var answer = Element.of("subscriptions", Namespaces.MUCSUB);
        for (var entry : page.get().items()) {
            answer = answer.with(item(entry, showsAddresses));
        }
        request.result(page.get().isWhole() ? answer : answer.with(page.get().toElement()));
    }

    private static Element item(Map.Entry<Jid, RoomState.Subscription> entry, boolean withAddress) {
        var item = Element.of("subscription", Namespaces.MUCSUB)
                .withAttribute("nick", entry.getValue().nick());
        return withNodes(withAddress ? item.withAttribute("jid", entry.getKey()) : item, entry.getValue());
    }

    /// Whom it is about: who asks, or another whom only admins and moderators may name. Null when that was refused.
    private static @Nullable Jid userOf(RoomMachine room, Request request, Element asked) {
        var named = asked.attribute("jid");
        if (named.isEmpty()) {
            return request.from().bare();
        }
        var user = Jid.tryParse(named.get()).map(Jid::bare).filter(room::isPerson);
        if (!isModerator(room, request.from())) {
            request.refuse(StanzaError.FORBIDDEN.withText("Moderator privileges required"));
            return null;
        }
        if (user.isEmpty()) {
            request.refuse(StanzaError.JID_MALFORMED);
            return null;
        }
        if (!room.outside().reaches(user.get())) {
            request.refuse(StanzaError.REMOTE_SERVER_NOT_FOUND);
            return null;
        }
        return user.get();
    }

    private static boolean isModerator(RoomMachine room, Jid user) {
        return room.affiliationOf(user).isAtLeast(Affiliation.ADMIN)
                || room.occupant(user)
                        .filter(one -> one.role() == Role.MODERATOR)
                        .isPresent();
    }

    private static List<String> nodes(Element asked) {
        return asked.children().stream()
                .filter(child -> child.is("event", Namespaces.MUCSUB))
                .map(child -> child.attributeOr("node", ""))
                .filter(MucSub.ALL::contains)
                .distinct()
                .toList();
    }

    private static Element result(RoomState.Subscription subscription) {
        return withNodes(
                Element.of("subscribe", Namespaces.MUCSUB).withAttribute("nick", subscription.nick()), subscription);
    }

    private static Element withNodes(Element element, RoomState.Subscription subscription) {
        var whole = element;
        for (var node : subscription.nodes()) {
            whole = whole.with(Element.of("event", Namespaces.MUCSUB).withAttribute("node", node));
        }
        return whole;
    }

    private static Optional<String> prepared(String nick) {
        try {
            return nick.isEmpty() ? Optional.empty() : Optional.of(Nickname.prepare(nick));
        } catch (MalformedJid malformed) {
            return Optional.empty();
        }
    }
}
