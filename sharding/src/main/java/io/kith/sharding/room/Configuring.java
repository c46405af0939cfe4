package io.kith.sharding.room;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What only owners do: configure and destroy (XEP-0045 §10.1, §10.2, §10.9).
final class Configuring {

    /// How long a room may stay unconfigured (XEP-0045 §14.6: rooms left in that state are deleted).
    static final Duration LOCKED_MAX = Duration.ofMinutes(10);

    private static final String FORM_TYPE = "http://jabber.org/protocol/muc#roomconfig";
    private static final String ADMINS = "muc#roomconfig_roomadmins";
    private static final String OWNERS = "muc#roomconfig_roomowners";

    private final RoomMachine room;

    Configuring(RoomMachine room) {
        this.room = room;
    }

    boolean takes(Stanza request) {
        return request.has("query", Namespaces.MUC_OWNER);
    }

    void handle(Request request) {
        var query = request.stanza().child("query", Namespaces.MUC_OWNER).orElseThrow();
        var form = DataForm.in(query);
        if (room.affiliationOf(request.from()) != Affiliation.OWNER) {
            request.refuse(StanzaError.FORBIDDEN);
        } else if (request.stanza().isType("get")) {
            request.result(Element.of("query", Namespaces.MUC_OWNER).with(form().toElement()));
        } else if (query.child("destroy").isPresent()) {
            destroy(request, query.child("destroy").get());
        } else if (form.isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST);
        } else {
            switch (form.get().type()) {
                case CANCEL -> cancel(request);
                case SUBMIT -> submit(request, form.get());
                case FORM, RESULT -> request.refuse(StanzaError.BAD_REQUEST);
            }
        }
    }

    /// What is set, as a form to change it.
    DataForm form() {
        var fields = new ArrayList<FormField>();
        fields.add(FormField.formType(FORM_TYPE));
        for (var option : room.aspects().options()) {
            fields.add(option.field(room.config()));
        }
        fields.add(jids(ADMINS, "Room Admins", Affiliation.ADMIN));
        fields.add(jids(OWNERS, "Room Owners", Affiliation.OWNER));
        return DataForm.of(DataForm.Type.FORM, fields)
                .titled("Configuration of " + room.jid(), "Leave out what is to stay as it is.");
    }

    private FormField jids(String name, String label, Affiliation affiliation) {
        return FormField.asked(name, "jid-multi", label)
                .with(room.state().ofAffiliation(affiliation).stream()
                        .map(entry -> entry.getKey().toString())
                        .toList());
    }

    /// An unconfigured room ends with its configuration called off (§10.1.3); another stays as it is.
    private void cancel(Request request) {
        if (room.state().locked()) {
            request.result();
            destroy(request.from().bare().toString(), "", "");
        } else {
            request.result();
        }
    }

    private void submit(Request request, DataForm form) {
        if (!form.fields().isEmpty()
                && !form.formType().isEmpty()
                && !form.formType().equals(FORM_TYPE)) {
            request.refuse(StanzaError.BAD_REQUEST.withText("Not a " + FORM_TYPE + " form"));
            return;
        }
        var config = room.config();
        for (var option : room.aspects().options()) {
            var field = form.field(option.name());
            if (field.isEmpty()) {
                continue;
            }
            var changed = option.submitted(config, field.get().values());
            if (changed.isEmpty()) {
                request.refuse(StanzaError.NOT_ACCEPTABLE.withText("No such value: " + option.name()));
                return;
            }
            config = changed.get();
        }
        var problem = room.aspects().problem(config);
        if (problem.isPresent()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE.withText(problem.get()));
            return;
        }
        var changes = affiliations(form);
        if (changes.isEmpty()) {
            request.refuse(StanzaError.NOT_ACCEPTABLE.withText("Not an address in a list of owners or admins"));
            return;
        }
        if (changes.get().size() > room.limits().itemsPerRequestMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
            return;
        }
        var refusal = room.administration().refusal(request.from(), changes.get());
        if (refusal.isPresent()) {
            request.refuse(refusal.get());
            return;
        }
        if (!room.mayChange(request.from())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        configure(request, config, changes.get());
    }

    /// What the full lists of the form (§10.2) change; empty if something in them is no address.
    private Optional<List<RoomEvent.AffiliationsChanged.Change>> affiliations(DataForm form) {
        var changes = new LinkedHashMap<Jid, RoomEvent.AffiliationsChanged.Change>();
        for (var affiliation : List.of(Affiliation.ADMIN, Affiliation.OWNER)) {
            var field = form.field(affiliation == Affiliation.ADMIN ? ADMINS : OWNERS);
            if (field.isEmpty()) {
                continue;
            }
            var wanted = new HashSet<Jid>();
            for (var text : field.get().values()) {
                var jid = Jid.tryParse(text.strip());
                if (jid.isEmpty()) {
                    return Optional.empty();
                }
                wanted.add(jid.get().bare());
            }
            for (var entry : room.state().ofAffiliation(affiliation)) {
                if (!wanted.remove(entry.getKey())) {
                    var down = affiliation == Affiliation.OWNER ? Affiliation.ADMIN : Affiliation.MEMBER;
                    changes.putIfAbsent(
                            entry.getKey(), new RoomEvent.AffiliationsChanged.Change(entry.getKey(), down, ""));
                }
            }
            for (var jid : wanted) {
                changes.put(jid, new RoomEvent.AffiliationsChanged.Change(jid, affiliation, ""));
            }
        }
        return Optional.of(List.copyOf(changes.values()));
    }

    private void configure(Request request, RoomConfig config, List<RoomEvent.AffiliationsChanged.Change> changes) {
        var before = room.config();
        var by = request.from().bare().toString();
        var opened = room.state().locked();
        var events = new ArrayList<RoomEvent>();
        events.add(new RoomEvent.Configured(by, room.now(), config));
        if (!changes.isEmpty()) {
            events.add(new RoomEvent.AffiliationsChanged(by, room.now(), changes));
        }
        var told = room.administration().before(changes);
        room.change(events, () -> {
            request.result();
            if (!before.equals(config) && !opened) {
                tell(before, config);
            }
            room.administration().apply(told, changes, null, request.from());
            enforce(before, config);
            room.herald().sizeChanged();
            room.herald().tellTerms();
            reveal(before, config);
            room.relist();
        });
    }

    /// §10.2.1: what has a code is told by it, all else by 104, for clients to ask anew.
    private void tell(RoomConfig before, RoomConfig after) {
        var codes = new HashSet<>(room.aspects().changeCodes(before, after));
        if (codes.isEmpty() || room.aspects().options().stream().anyMatch(option -> isUncoded(option, before, after))) {
            codes.add(104);
        }
        room.herald().announceChange(codes);
    }

    private <T> boolean isUncoded(RoomOption<T> option, RoomConfig before, RoomConfig after) {
        var value = after.get(option);
        return !before.get(option).equals(value)
                && room.aspects()
                        .changeCodes(before, before.with(option, value))
                        .isEmpty();
    }

    /// Who may not be in a members-only room goes (§10.2); who is no longer shown, or is again, is.
    private void enforce(RoomConfig before, RoomConfig after) {
        if (after.is(RoomOptions.MEMBERS_ONLY) && !before.is(RoomOptions.MEMBERS_ONLY)) {
            for (var occupant : room.occupants().copy()) {
                if (!room.affiliationOf(occupant.user()).isAtLeast(Affiliation.MEMBER)) {
                    room.evict(occupant, Because.of(322));
                }
            }
        }
        var isEveryoneShown =
                !before.get(RoomOptions.PRESENCE_BROADCAST).equals(after.get(RoomOptions.PRESENCE_BROADCAST));
        var isOpened = before.is(RoomOptions.MODERATED) && !after.is(RoomOptions.MODERATED);
        for (var occupant : room.occupants().copy()) {
            if ((isOpened && isHeardNow(occupant)) || isEveryoneShown) {
                room.herald().show(occupant, Because.NOTHING);
            }
        }
    }

    /// Where all may speak (§4.2) who has entered without a voice may, too, and who has lost it to a moderator not.
    private boolean isHeardNow(Occupant occupant) {
        if (occupant.role() != Role.VISITOR || room.state().voices().isTaken(occupant.user())) {
            return false;
        }
        occupant.role(Role.PARTICIPANT);
        return true;
    }

    /// All learn now what those who enter learn: who is behind the nicknames (§10.2.1, status 172).
    private void reveal(RoomConfig before, RoomConfig after) {
        if (RoomOptions.isNonAnonymous(after) && !RoomOptions.isNonAnonymous(before)) {
            for (var occupant : room.occupants().copy()) {
                room.herald().show(occupant, Because.NOTHING);
            }
        }
    }

    private void destroy(Request request, Element destroy) {
        var venue = destroy.attributeOr("jid", "");
        if (!venue.isEmpty() && Jid.tryParse(venue).isEmpty()) {
            request.refuse(StanzaError.JID_MALFORMED);
            return;
        }
        var reason = destroy.child("reason").map(Element::text).orElse("");
        if (reason.length() > room.limits().reasonCharactersMax()) {
            request.refuse(StanzaError.POLICY_VIOLATION);
            return;
        }
        destroy(request.from().bare().toString(), reason, venue, passwordIn(destroy), request::result);
    }

    /// A room that was not configured in time ends.
    void expire() {
        var state = room.state();
        if (state.locked() && state.created().plus(LOCKED_MAX).isBefore(room.now())) {
            destroy(room.jid().toString(), "The room was not configured in time", "");
        }
    }

    /// With which one enters the other venue.
    private static @Nullable Element passwordIn(Element destroy) {
        return destroy.child("password")
                .map(password -> Element.of("password", Namespaces.MUC_USER).text(password.text()))
                .orElse(null);
    }

    void destroy(String by, String reason, String venue) {
        destroy(by, reason, venue, () -> {});
    }

    void destroy(String by, String reason, String venue, Runnable then) {
        destroy(by, reason, venue, null, then);
    }

    /// §10.9: each occupant is told for itself, and the room is no more.
    ///
    /// @param password of the other venue
    /// @param then runs when all have been told, for a client stops listening when it hears that its
    ///     room is no more, and its log is erased: until then its owner tells the next life again
    private void destroy(String by, String reason, String venue, @Nullable Element password, Runnable then) {
        if (!room.state().exists()) {
            then.run();
            return;
        }
        var end = Element.of("destroy", Namespaces.MUC_USER);
        if (!venue.isEmpty()) {
            end = end.withAttribute("jid", venue);
        }
        if (!reason.isEmpty()) {
            end = end.with(Faces.reason(reason));
        }
        if (password != null) {
            end = end.with(password);
        }
        var x = ended(end);
        var followers = room.followers().destroyed(x);
        var last = new LinkedHashMap<Occupant, Stanza>(); // while the room knows what marks its occupants
        for (var occupant : room.everybody()) {
            last.put(occupant, end(occupant, x));
        }
        room.change(List.of(new RoomEvent.Destroyed(by, room.now(), reason, venue)), () -> {
            followers.run();
            last.forEach((occupant, told) -> {
                for (var seat : List.copyOf(occupant.seats())) {
                    room.occupants().unseat(occupant, seat.full());
                    room.leaving().say(seat, told, true);
                    room.leaving().closeUnused(seat);
                }
                room.occupants().remove(occupant);
            });
            room.forget();
            room.outside().whenErased(() -> room.outside().whenHeard(then));
        });
    }

    /// What the last in a room that ends with its going is told.
    Stanza end(Occupant occupant) {
        return end(occupant, ended(Element.of("destroy", Namespaces.MUC_USER)));
    }

    private Stanza end(Occupant occupant, Element x) {
        return room.faces().badged(Stanza.presence(occupant.address(), null, "unavailable", x), occupant);
    }

    private static Element ended(Element destroy) {
        return Element.of("x", Namespaces.MUC_USER)
                .with(
                        Element.of("item", Namespaces.MUC_USER)
                                .withAttribute("affiliation", "none")
                                .withAttribute("role", "none"),
                        destroy,
                        Faces.status(110));
    }
}
