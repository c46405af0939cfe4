package io.kith.sharding.room.aspect;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Request;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// XEP-0486: a card and an avatar for the room, set by its owners, seen by everybody.
public final class RoomVCard implements RoomAspect {

    /// The largest card, its picture included, in bytes of XML; beyond it `policy-violation`.
    static final int CARD_BYTES_MAX = 65_536;

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(486, "0.1.0", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(_ -> Namespaces.VCARD); // not of the service
        hooks.iq("get", Namespaces.VCARD, "vCard", RoomVCard::get);
        hooks.iq("set", Namespaces.VCARD, "vCard", RoomVCard::set);
        hooks.info(RoomVCard::info);
    }

    private static void get(RoomMachine room, Request request) {
        var card = room.state().card();
        if (card.isEmpty()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else {
            request.result(Element.parse(card));
        }
    }

    private static void set(RoomMachine room, Request request) {
        var card = request.stanza().child("vCard", Namespaces.VCARD).orElseThrow();
        if (room.affiliationOf(request.from()) != Affiliation.OWNER) {
            request.refuse(StanzaError.FORBIDDEN.withText("Only owners are allowed to set avatars."));
        } else if (request.stanza().size() > CARD_BYTES_MAX) {
            request.refuse(StanzaError.POLICY_VIOLATION);
        } else if (hashes(card).isEmpty()) {
            request.refuse(StanzaError.BAD_REQUEST.withText("A picture is not Base64"));
        } else if (!room.mayChange(request.from(), request.stanza())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else {
            var text = card.isEmpty() ? "" : card.toXml();
            var event = new RoomEvent.VCardChanged(request.from().bare().toString(), room.now(), text);
            room.change(List.of(event), () -> {
                request.result();
                room.herald().announceChange(Set.of(104));
            });
        }
    }

    private static List<FormField> info(RoomMachine room) {
        var card = room.state().card();
        var hashes = card.isEmpty() ? Optional.<List<String>>empty() : hashes(Element.parse(card));
        return hashes.filter(all -> !all.isEmpty())
                .map(all -> List.of(FormField.of("muc#roominfo_avatarhash")
                        .withType("text-multi")
                        .with(all)))
                .orElse(List.of());
    }

    /// The hashes of all pictures (XEP-0153 §3.1); empty if one is no picture.
    private static Optional<List<String>> hashes(Element card) {
        var hashes = new ArrayList<String>();
        for (var child : card.children()) {
            var picture = child.is("PHOTO", Namespaces.VCARD) ? child.child("BINVAL") : Optional.<Element>empty();
            if (picture.isPresent()) {
                try {
                    hashes.add(sha1(Base64.getMimeDecoder().decode(picture.get().text())));
                } catch (IllegalArgumentException notBase64) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(hashes);
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
