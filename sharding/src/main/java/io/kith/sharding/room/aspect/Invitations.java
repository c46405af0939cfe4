package io.kith.sharding.room.aspect;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Invitation;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.RoomOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Invitations that the room passes on, one or several at once, and refusals of them (XEP-0045 §7.8.2, §7.9, §9.5).
///
/// In a members-only room admins invite, and members where owners let them; who is invited becomes a member, and is a
/// person: that a whole domain may come in is for admins to say, in the list of members. A refusal
/// reaches only those who are in the room or have a place in it, so that the room is no way to write to strangers; who
/// refuses is not told whether it has reached somebody, so that it is no way to ask who is there.
public final class Invitations implements RoomAspect {

    /// Characters of an element around its text.
    private static final int MARKUP = 200;

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(249, "1.2", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.message(Invitations::isInvitation, Invitations::handle);
    }

    private static boolean isInvitation(Stanza message) {
        return message.child("x", Namespaces.MUC_USER)
                .filter(x -> x.child("invite").isPresent() || x.child("decline").isPresent())
                .isPresent();
    }

    private static void handle(RoomMachine room, Request request) {
        var x = request.stanza().child("x", Namespaces.MUC_USER).orElseThrow();
        var decline = x.child("decline");
        if (decline.isPresent()) {
            decline(room, request, decline.get());
        } else {
            invite(
                    room,
                    request,
                    x.children().stream()
                            .filter(child -> child.is("invite", Namespaces.MUC_USER))
                            .toList());
        }
    }

    private static void invite(RoomMachine room, Request request, List<Element> invites) {
        var own = room.affiliationOf(request.from());
        var isMembersOnly = room.config().is(RoomOptions.MEMBERS_ONLY);
        var mayInvite = own.isAtLeast(Affiliation.ADMIN)
                || (own.isAtLeast(Affiliation.MEMBER) && room.config().is(RoomOptions.ALLOW_INVITES));
        var invitees = new ArrayList<Jid>();
        for (var invite : invites) {
            invite.attribute("to").flatMap(Jid::tryParse).filter(room::isPerson).ifPresent(invitees::add);
        }
        if (room.occupant(request.from()).isEmpty() && !own.isAtLeast(Affiliation.MEMBER)) {
            request.refuse(StanzaError.NOT_ACCEPTABLE);
        } else if (room.state().locked()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (isMembersOnly && !mayInvite) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (invitees.size() < invites.size()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND); // §7.8.2: nobody has such an address
        } else if (invites.size() > room.limits().invitesPerMessageMax()
                || invites.stream().anyMatch(invite -> isLong(room, invite))) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (invitees.stream().anyMatch(one -> room.affiliationOf(one) == Affiliation.OUTCAST)) {
            request.refuse(StanzaError.NOT_ALLOWED.withText("Who is banned can't be invited"));
        } else if (!room.mayInvite(request.from(), invitees.size())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var strangers = isMembersOnly ? strangers(room, invitees) : List.<Jid>of();
            var isFull = !strangers.isEmpty() && room.isFullOfAffiliations(strangers.toArray(Jid[]::new));
            if (isFull) {
                request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            } else {
                admit(room, request, strangers, () -> send(room, request, invites));
            }
        }
    }

    /// Whether what is said besides is longer than a reason may be: each whom it is for is sent it.
    private static boolean isLong(RoomMachine room, Element said) {
        return Stream.of("reason", "continue")
                .flatMap(name -> said.child(name).stream())
                .anyMatch(part -> part.toXml().length() > room.limits().reasonCharactersMax() + MARKUP);
    }

    private static List<Jid> strangers(RoomMachine room, List<Jid> invitees) {
        return invitees.stream()
                .map(Jid::bare)
                .distinct()
                .filter(one -> !room.affiliationOf(one).isAtLeast(Affiliation.MEMBER))
                .toList();
    }

    private static void admit(RoomMachine room, Request request, List<Jid> strangers, Runnable then) {
        if (strangers.isEmpty()) {
            then.run();
            return;
        }
        var changes = strangers.stream()
                .map(one -> new RoomEvent.AffiliationsChanged.Change(one, Affiliation.MEMBER, ""))
                .toList();
        room.affiliate(request.from().bare().toString(), changes, List.of(), false, then);
    }

    private static void send(RoomMachine room, Request request, List<Element> invites) {
        for (var invite : invites) {
            var invitation = Invitation.to(
                    room,
                    Jid.parse(invite.attributeOr("to", "")),
                    request.from().bare(),
                    invite.child("reason").map(Element::text).orElse(""),
                    invite.child("continue").orElse(null));
            room.outside().send(invitation.withId(request.stanza().id()), true, () -> {});
        }
        request.accept();
    }

    private static void decline(RoomMachine room, Request request, Element decline) {
        var inviter = decline.attribute("to").flatMap(Jid::tryParse).flatMap(to -> inviter(room, to));
        if (isLong(room, decline)) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (!room.mayInvite(request.from(), 1)) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else if (inviter.isEmpty() || room.affiliationOf(request.from()) == Affiliation.OUTCAST) {
            request.accept();
        } else {
            var told = Element.of("decline", Namespaces.MUC_USER)
                    .withAttribute("from", request.from().bare());
            var reason = decline.child("reason");
            var x = Element.of("x", Namespaces.MUC_USER).with(reason.isPresent() ? told.with(reason.get()) : told);
            room.outside()
                    .send(
                            Stanza.message(room.jid(), inviter.get(), "", x)
                                    .withId(request.stanza().id()),
                            true,
                            () -> {});
            request.accept();
        }
    }

    /// Who is meant, by a real address or by an occupant's, if the room knows them.
    private static Optional<Jid> inviter(RoomMachine room, Jid to) {
        if (to.bare().equals(room.jid())) {
            return room.named(to.resource()).map(Occupant::primary);
        }
        return room.affiliationOf(to).isAtLeast(Affiliation.MEMBER)
                        || !room.occupantsOf(to).isEmpty()
                ? Optional.of(to)
                : Optional.empty();
    }
}
