package io.kith.sharding.room.aspect;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.Rows;
import io.kith.sharding.room.Utterance;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// XEP-0424: a user takes back what the same user has said. The retraction is kept; of what it takes back, and of what
/// corrected that, tombstones stay.
public final class Retraction implements RoomAspect {

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(424, "0.4.2", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.RETRACT);
        hooks.feature(Namespaces.RETRACT + "#tombstone");
        hooks.reserve("retracted", Namespaces.RETRACT);
        hooks.maySay(Retraction::check);
    }

    private static void check(RoomMachine room, Utterance said, Consumer<Optional<StanzaError>> verdict) {
        if (!said.stanza().has("retract", Namespaces.RETRACT)) {
            verdict.accept(Optional.empty());
            return;
        }
        var retract = said.stanza().child("retract", Namespaces.RETRACT).orElseThrow();
        var id = StanzaId.parse(retract.attributeOr("id", ""));
        if (retract.child("moderated", Namespaces.MODERATE).isPresent()) {
            verdict.accept(Optional.of(StanzaError.FORBIDDEN)); // only the room says so (XEP-0425 §6)
        } else if (id.isEmpty()) {
            verdict.accept(Optional.of(StanzaError.ITEM_NOT_FOUND)); // §5.1: by the id that the room gave
        } else if (!Rows.mayFind(room, said.speaker().user(), id.getAsLong())) {
            verdict.accept(Optional.of(StanzaError.RESOURCE_CONSTRAINT));
        } else {
            Rows.find(room, id.getAsLong(), row -> {
                if (row.isEmpty() || Rows.isTombstone(row.get())) {
                    verdict.accept(Optional.of(StanzaError.ITEM_NOT_FOUND));
                } else if (!row.get().peer().bare().equals(said.speaker().user())) {
                    verdict.accept(Optional.of(StanzaError.FORBIDDEN));
                } else {
                    said.afterwards(stored -> Rows.takeBack(room, row.get(), tombstone(room, said.id()), stored));
                    verdict.accept(Optional.empty());
                }
            });
        }
    }

    static Element tombstone(RoomMachine room, String retractionId) {
        return Element.of("retracted", Namespaces.RETRACT)
                .withAttribute("id", retractionId)
                .withAttribute("stamp", room.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
