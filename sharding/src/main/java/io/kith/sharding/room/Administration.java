package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.rsm.Page;
import io.kith.proto.rsm.PageRequest;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged.Change;
import io.kith.sharding.room.relay.RelayItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Affiliations and roles: lists of them, and changes all at once or not at all (XEP-0045 §5, §8, §9, §10.3 to §10.8).
final class Administration {

    /// The most items of one answer; the rest is paged (XEP-0059).
    static final int PAGE_MAX = 500;

    private final RoomMachine room;

    Administration(RoomMachine room) {
        this.room = room;
    }

    /// What one item asks for: an affiliation or a role.
    private record Item(
            @Nullable Jid jid,
            String nick,
            @Nullable Affiliation affiliation,
            @Nullable Role role,
            String reason,
            @Nullable String reservedNick) {}

    boolean takes(Stanza request) {
        return request.has("query", Namespaces.MUC_ADMIN);
    }

    void handle(Request request) {
        var query = request.stanza().child("query", Namespaces.MUC_ADMIN).orElseThrow();
        var items = query.children().stream()
                .filter(child -> child.is("item", Namespaces.MUC_ADMIN))
                .toList();
        if (items.isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (request.stanza().isType("get")) {
            list(request, query, items.getFirst());
        } else if (items.size() > room.limits().itemsPerRequestMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else {
            set(request, items);
        }
    }

    // Lists.

    private void list(Request request, Element query, Element item) {
        var page = PageRequest.in(query);
        var affiliation = item.attribute("affiliation");
        var role = item.attribute("role");
        if (page.isEmpty() || affiliation.isPresent() == role.isPresent()) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else if (affiliation.isPresent()) {
            Affiliation.named(affiliation.get())
                    .filter(known -> known != Affiliation.NONE)
                    .ifPresentOrElse(
                            known -> affiliations(request, known, page.get()),
                            () -> request.refuse(StanzaError.BAD_REQUEST));
        } else {
            Role.named(role.orElseThrow())
                    .filter(known -> known != Role.NONE)
                    .ifPresentOrElse(
                            known -> roles(request, known, page.get()), () -> request.refuse(StanzaError.BAD_REQUEST));
        }
    }

    private void affiliations(Request request, Affiliation affiliation, PageRequest asked) {
        if (!maySee(request.from(), affiliation)) {
            request.refuse(StanzaError.FORBIDDEN);
            return;
        }
        var all = room.state().ofAffiliation(affiliation);
        answer(request, Page.of(all, entry -> entry.getKey().toString(), asked, PAGE_MAX), entry -> {
            var item = Element.of("item", Namespaces.MUC_ADMIN)
                    .withAttribute("affiliation", affiliation.text())
                    .withAttribute("jid", entry.getKey());
            if (!entry.getValue().nick().isEmpty()) {
                item = item.withAttribute("nick", entry.getValue().nick());
            }
            return entry.getValue().reason().isEmpty()
                    ? item
                    : item.with(Element.of("reason", Namespaces.MUC_ADMIN)
                            .text(entry.getValue().reason()));
        });
    }

    /// Bans are for admins; where everybody sees addresses, members see who else has a place in the room; where
    /// nobody does, only owners see owners and admins (§5.2.1, §9.5, §10.5, §10.8).
    private boolean maySee(Jid asker, Affiliation list) {
        var own = room.affiliationOf(asker);
        if (own == Affiliation.OWNER || (own == Affiliation.ADMIN && !list.isAtLeast(Affiliation.ADMIN))) {
            return true;
        }
        if (list == Affiliation.OUTCAST) {
            return false;
        }
        var role = room.occupant(asker).map(Occupant::role).orElse(Role.NONE);
        var listens = room.config().get(RoomOptions.GET_MEMBER_LIST).contains(role);
        return RoomOptions.isNonAnonymous(room.config())
                ? own.isAtLeast(Affiliation.MEMBER) || listens
                : list == Affiliation.MEMBER && role == Role.MODERATOR && listens;
    }

    private void roles(Request request, Role role, PageRequest asked) {
        var own = room.affiliationOf(request.from());
        var isModerator = room.occupant(request.from())
                .filter(one -> one.role() == Role.MODERATOR)
                .isPresent();
        if (!own.isAtLeast(Affiliation.ADMIN) && !(isModerator && role != Role.MODERATOR)) {
            request.refuse(StanzaError.FORBIDDEN);
            return;
        }
        var all = room.everybody().stream().filter(one -> one.role() == role).toList();
        answer(
                request,
                Page.of(all, Occupant::nick, asked, PAGE_MAX),
                occupant -> Element.of("item", Namespaces.MUC_ADMIN)
                        .withAttribute("nick", occupant.nick())
                        .withAttribute("role", role.text())
                        .withAttribute(
                                "affiliation",
                                room.affiliationOf(occupant.user()).text())
                        .withAttribute("jid", occupant.primary()));
    }

    private <T> void answer(Request request, Optional<Page<T>> page, Function<T, Element> item) {
        if (page.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
            return;
        }
        var query = Element.of("query", Namespaces.MUC_ADMIN)
                .with(page.get().items().stream().map(item).toArray(Element[]::new));
        var asksForPage = request.stanza()
                .firstChild()
                .filter(asked -> asked.child("set", Namespaces.RSM).isPresent())
                .isPresent();
        request.result(
                page.get().isWhole() && !asksForPage
                        ? query
                        : query.with(page.get().toElement()));
    }

    // Changes.

    private void set(Request request, List<Element> elements) {
        var changes = new LinkedHashMap<Jid, Change>();
        var nicks = new LinkedHashMap<Jid, String>();
        var roles = new LinkedHashMap<Occupant, Item>();
        for (var element : elements) {
            var item = read(element);
            if (item.isEmpty()) {
                request.refuse(StanzaError.BAD_REQUEST);
                return;
            }
            if (item.get().reason().length() > room.limits().reasonCharactersMax()) {
                request.refuse(StanzaError.POLICY_VIOLATION);
                return;
            }
            var role = item.get().role();
            var affiliation = item.get().affiliation();
            if (role != null) {
                var occupant = room.named(item.get().nick());
                if (occupant.isEmpty()) {
                    request.refuse(StanzaError.ITEM_NOT_FOUND);
                    return;
                }
                var refusal = refusal(request.from(), occupant.get(), role);
                if (refusal.isPresent()) {
                    request.refuse(refusal.get());
                    return;
                }
                roles.put(occupant.get(), item.get());
            } else if (affiliation != null) {
                var user = userOf(item.get());
                if (user.isEmpty()) {
                    request.refuse(StanzaError.ITEM_NOT_FOUND);
                    return;
                }
                changes.put(
                        user.get(),
                        new Change(user.get(), affiliation, item.get().reason()));
                var reserved = item.get().reservedNick();
                if (reserved != null && item.get().jid() != null && affiliation.isAtLeast(Affiliation.MEMBER)) {
                    nicks.put(user.get(), reserved);
                }
            }
        }
        var all = List.copyOf(changes.values());
        var refusal = changes.isEmpty() ? Optional.<StanzaError>empty() : refusal(request.from(), all);
        if (refusal.isPresent()) {
            request.refuse(refusal.get());
        } else if (isAnyTaken(nicks)) {
            request.refuse(StanzaError.CONFLICT);
        } else if (!room.mayChange(request.from(), elements.size())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            carryOut(request, all, nicks, roles);
        }
    }

    /// Whether a nickname that is to be reserved is somebody else's, or wanted for two.
    private boolean isAnyTaken(Map<Jid, String> nicks) {
        var wanted = new HashSet<String>();
        return nicks.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .anyMatch(entry -> !wanted.add(Nickname.skeleton(entry.getValue()))
                        || room.isTaken(entry.getValue(), entry.getKey()));
    }

    private void carryOut(Request request, List<Change> changes, Map<Jid, String> nicks, Map<Occupant, Item> roles) {
        var by = request.from().bare().toString();
        var events = new ArrayList<RoomEvent>();
        var told = before(changes);
        if (!changes.isEmpty()) {
            events.add(new RoomEvent.AffiliationsChanged(by, room.now(), changes));
        }
        nicks.forEach((user, nick) -> events.add(
                nick.isEmpty()
                        ? new RoomEvent.NickReleased(by, room.now(), user)
                        : new RoomEvent.NickRegistered(by, room.now(), user, nick)));
        roles.forEach((occupant, item) -> events.add(
                item.role() == Role.NONE
                        ? new RoomEvent.Kicked(by, room.now(), occupant.nick(), occupant.user(), item.reason())
                        : new RoomEvent.RoleChanged(
                                by, room.now(), occupant.nick(), occupant.user(), roleOf(item), item.reason())));
        var actor = room.occupant(request.from())
                .or(() -> room.occupantsOf(request.from()).stream().findFirst())
                .map(Occupant::nick)
                .orElse(null);
        room.change(events, () -> {
            apply(told, changes, actor, request.from());
            roles.forEach((occupant, item) -> give(occupant, roleOf(item), actor, item.reason()));
            request.result();
        });
    }

    private static Role roleOf(Item item) {
        var role = item.role();
        return role == null ? Role.NONE : role;
    }

    private Optional<Item> read(Element element) {
        var affiliation = element.attribute("affiliation");
        var role = element.attribute("role");
        var nick = element.attributeOr("nick", "");
        var jid = element.attribute("jid");
        var reason = element.child("reason").map(Element::text).orElse("");
        if (affiliation.isPresent() == role.isPresent()) {
            return Optional.empty(); // §17.4: one of them
        }
        if (role.isPresent()) {
            return nick.isEmpty()
                    ? Optional.empty()
                    : Role.named(role.get()).map(known -> new Item(null, nick, null, known, reason, null));
        }
        var address = jid.flatMap(Jid::tryParse).map(Jid::bare);
        if ((jid.isPresent() && address.isEmpty()) || (jid.isEmpty() && nick.isEmpty())) {
            return Optional.empty();
        }
        var reserved = element.attribute("nick").map(String::strip);
        if (jid.isPresent() && !reserved.orElse("").isEmpty()) {
            reserved = Nickname.tryPrepare(nick)
                    .filter(name -> name.length() <= room.limits().nickCharactersMax());
            if (reserved.isEmpty()) {
                return Optional.empty();
            }
        }
        var nickname = reserved.orElse(null);
        return Affiliation.named(affiliation.orElseThrow())
                .map(known -> new Item(address.orElse(null), nick, known, null, reason, nickname));
    }

    /// Whom an item about an affiliation means: an address, or in its absence somebody in the room.
    private Optional<Jid> userOf(Item item) {
        return item.jid() != null
                ? Optional.of(item.jid())
                : room.named(item.nick()).map(Occupant::user);
    }

    /// Why somebody may not make these changes of affiliations; empty if it may (§5.2.2, §9, §10).
    Optional<StanzaError> refusal(Jid actor, List<Change> changes) {
        var own = room.affiliationOf(actor);
        if (!changes.isEmpty() && !own.isAtLeast(Affiliation.ADMIN)) {
            return Optional.of(StanzaError.FORBIDDEN);
        }
        for (var change : changes) {
            var now = room.state().affiliationOf(change.jid());
            if (own == Affiliation.ADMIN) {
                if (change.affiliation() == Affiliation.OUTCAST && now.isAtLeast(Affiliation.ADMIN)) {
                    return Optional.of(selfOr(actor, change, StanzaError.NOT_ALLOWED));
                }
                if (now.isAtLeast(Affiliation.ADMIN) || change.affiliation().isAtLeast(Affiliation.ADMIN)) {
                    return Optional.of(StanzaError.FORBIDDEN);
                }
            }
            if (change.affiliation() == Affiliation.OUTCAST && change.jid().equals(actor.bare())) {
                return Optional.of(StanzaError.CONFLICT);
            }
            if (now != Affiliation.OWNER && room.affiliationOf(change.jid()) == Affiliation.OWNER) {
                return Optional.of(StanzaError.NOT_ALLOWED); // who rules the service owns every room of it
            }
            if (!canRule(change)) {
                return Optional.of(StanzaError.NOT_ACCEPTABLE.withText("Only accounts rule a room"));
            }
        }
        if (leavesNoOwner(changes)) {
            return Optional.of(StanzaError.CONFLICT);
        }
        return room.isTooMuch(actor.bare().toString(), changes)
                ? Optional.of(StanzaError.RESOURCE_CONSTRAINT)
                : Optional.empty();
    }

    /// Whether who is to rule the room is somebody: no domain, and nobody's room.
    boolean canRule(Change change) {
        return !change.affiliation().isAtLeast(Affiliation.ADMIN) || room.isPerson(change.jid());
    }

    private static StanzaError selfOr(Jid actor, Change change, StanzaError other) {
        return change.jid().equals(actor.bare()) ? StanzaError.CONFLICT : other;
    }

    /// Whether nobody would own the room after these.
    boolean leavesNoOwner(List<Change> changes) {
        var owners = new HashMap<Jid, Boolean>();
        room.state().ofAffiliation(Affiliation.OWNER).forEach(entry -> owners.put(entry.getKey(), true));
        changes.forEach(change -> {
            if (change.affiliation() == Affiliation.OWNER) {
                owners.put(change.jid(), true);
            } else {
                owners.remove(change.jid());
            }
        });
        return owners.isEmpty();
    }

    /// Why somebody may not give an occupant that role; empty if it may (§5.1.3, §8.2 to §8.5, §9.6 to §9.8).
    private Optional<StanzaError> refusal(Jid actor, Occupant target, Role role) {
        var own = room.affiliationOf(actor);
        var theirs = room.affiliationOf(target.user());
        var isAdmin = own.isAtLeast(Affiliation.ADMIN);
        var isModerator =
                room.occupant(actor).filter(one -> one.role() == Role.MODERATOR).isPresent();
        if (!isAdmin && !isModerator) {
            return Optional.of(StanzaError.FORBIDDEN);
        }
        if (role == Role.MODERATOR) {
            return isAdmin ? Optional.empty() : Optional.of(StanzaError.FORBIDDEN);
        }
        if (role == Role.NONE) {
            if (room.occupant(actor).filter(one -> one == target).isPresent()) {
                return Optional.of(StanzaError.CONFLICT);
            }
            return theirs.compareTo(own) > 0 || (target.role() == Role.MODERATOR && !isAdmin)
                    ? Optional.of(StanzaError.NOT_ALLOWED)
                    : Optional.empty();
        }
        if (theirs.isAtLeast(Affiliation.ADMIN) || (target.role() == Role.MODERATOR && !isAdmin)) {
            return Optional.of(StanzaError.NOT_ALLOWED);
        }
        // §8.4: not from a user at or above the moderator's own level
        return role == Role.VISITOR && theirs.isAtLeast(Affiliation.MEMBER) && theirs.isAtLeast(own)
                ? Optional.of(StanzaError.NOT_ALLOWED)
                : Optional.empty();
    }

    /// What those concerned are to the room now; to be asked before it changes.
    Map<Jid, Affiliation> before(List<Change> changes) {
        var now = new HashMap<Jid, Affiliation>();
        for (var change : changes) {
            for (var occupant : concerned(change.jid())) {
                now.put(occupant.user(), room.affiliationOf(occupant.user()));
            }
            now.put(change.jid(), room.state().affiliationOf(change.jid()));
        }
        return now;
    }

    /// Changes affiliations as an operator wants it; the last owner stays one.
    void affiliate(String by, List<Change> changes, Runnable then) {
        if (leavesNoOwner(changes)) {
            then.run();
        } else {
            affiliate(by, changes, List.of(), true, then);
        }
    }

    /// Changes affiliations whoever wants it.
    void affiliate(String by, List<Change> changes, List<RoomEvent> besides, boolean notify, Runnable then) {
        var told = before(changes);
        var events = new ArrayList<RoomEvent>();
        if (!changes.isEmpty()) {
            events.add(new RoomEvent.AffiliationsChanged(by, room.now(), changes));
        }
        events.addAll(besides);
        room.change(events, () -> {
            apply(told, changes, null, _ -> notify);
            then.run();
        });
    }

    /// Puts an occupant out, whoever wants it.
    void kick(String by, String nick, String reason, Runnable then) {
        var occupant = room.named(nick);
        if (occupant.isEmpty()) {
            then.run();
            return;
        }
        var event = new RoomEvent.Kicked(by, room.now(), nick, occupant.get().user(), reason);
        room.change(List.of(event), () -> {
            give(occupant.get(), Role.NONE, null, reason);
            then.run();
        });
    }

    /// Tells what `by` has changed; as many outside learn of it as it may invite, for what they get is kept for them.
    void apply(Map<Jid, Affiliation> before, List<Change> changes, @Nullable String actor, Jid by) {
        apply(before, changes, actor, _ -> room.mayInvite(by, 1));
    }

    /// Tells changed affiliations and does what follows from them.
    private void apply(
            Map<Jid, Affiliation> before, List<Change> changes, @Nullable String actor, Predicate<Change> notify) {
        for (var change : changes) {
            var was = before.getOrDefault(change.jid(), Affiliation.NONE);
            var concerned = concerned(change.jid());
            for (var occupant : concerned) {
                if (room.occupants().has(occupant)) {
                    apply(occupant, before.getOrDefault(occupant.user(), was), change, actor);
                }
            }
            if (was != change.affiliation()) {
                room.followers().affiliated(Stanza.message(room.jid(), null, "", news(change)));
            }
            if (concerned.isEmpty() && was != change.affiliation()) {
                tellOutside(change, was, notify);
            }
        }
    }

    private List<Occupant> concerned(Jid jid) {
        if (!jid.local().isEmpty()) {
            return room.occupantsOf(jid);
        }
        var all = new ArrayList<Occupant>();
        for (var occupant : room.everybody()) {
            if (occupant.user().domain().equals(jid.domain())) {
                all.add(occupant);
            }
        }
        return all;
    }

    private void apply(Occupant occupant, Affiliation was, Change change, @Nullable String actor) {
        var now = room.affiliationOf(occupant.user());
        if (now == Affiliation.OUTCAST) {
            room.evict(occupant, Because.by(actor, change.reason(), 301));
            return;
        }
        if (room.config().is(RoomOptions.MEMBERS_ONLY) && !now.isAtLeast(Affiliation.MEMBER)) {
            room.evict(occupant, Because.by(actor, change.reason(), 321));
            return;
        }
        if (now == was && change.jid().local().isEmpty()) {
            return; // known by name, whatever holds for the domain
        }
        var entry = Role.onEntry(now, room.config().is(RoomOptions.MODERATED));
        if (now.compareTo(was) > 0) {
            occupant.role(entry.isAtLeast(occupant.role()) ? entry : occupant.role());
        } else if (now.compareTo(was) < 0 && entry != Role.MODERATOR && occupant.role() == Role.MODERATOR) {
            occupant.role(entry); // the role that came with it, or was given to such a one, goes with it (§10.4, §10.7)
        }
        room.herald().show(occupant, Because.by(actor, change.reason()));
    }

    /// Somebody who is not in the room learns of it (§18.1), and so do those who are and may know (§10.3).
    private void tellOutside(Change change, Affiliation was, Predicate<Change> notify) {
        var x = news(change);
        var news = Stanza.message(room.jid(), null, "", x);
        if (RoomOptions.isNonAnonymous(room.config())) {
            room.herald().tell(new RelayItem.Say(room.outside().mint(), news));
        } else {
            for (var occupant : room.everybody()) {
                if (occupant.role() == Role.MODERATOR) {
                    room.herald().tell(occupant, news);
                }
            }
        }
        if (!room.isPerson(change.jid()) || !notify.test(change)) {
            return;
        }
        var invited = room.config().is(RoomOptions.MEMBERS_ONLY)
                && change.affiliation() == Affiliation.MEMBER
                && !was.isAtLeast(Affiliation.MEMBER);
        var message = invited
                ? Invitation.to(room, change.jid(), room.jid(), change.reason(), null) // §9.5
                : Stanza.message(room.jid(), change.jid(), "", x.with(Faces.status(101)));
        room.outside().send(message, true, () -> {});
    }

    private static Element news(Change change) {
        var item = Element.of("item", Namespaces.MUC_USER)
                .withAttribute("affiliation", change.affiliation().text())
                .withAttribute("jid", change.jid())
                .withAttribute("role", "none");
        return Element.of("x", Namespaces.MUC_USER)
                .with(change.reason().isEmpty() ? item : item.with(Faces.reason(change.reason())));
    }

    /// Whoever has lost its place with the same request, banned say, is given nothing.
    private void give(Occupant occupant, Role role, @Nullable String actor, String reason) {
        if (!room.occupants().has(occupant)) {
            return;
        }
        if (role == Role.NONE) {
            room.evict(occupant, Because.by(actor, reason, 307));
            return;
        }
        if (occupant.role() != role) {
            occupant.role(role);
            room.herald().show(occupant, Because.by(actor, reason));
        }
    }

    /// Gives an occupant a voice, as if its moderator had asked for it.
    void grantVoice(Request request, Occupant occupant) {
        if (!room.mayChange(request.from())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        var by = request.from().bare().toString();
        var actor = room.occupant(request.from()).map(Occupant::nick).orElse(null);
        room.change(
                List.of(new RoomEvent.RoleChanged(
                        by, room.now(), occupant.nick(), occupant.user(), Role.PARTICIPANT, "")),
                () -> {
                    give(occupant, Role.PARTICIPANT, actor, "");
                    request.accept();
                });
    }
}
