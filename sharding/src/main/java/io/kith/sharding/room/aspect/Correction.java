package io.kith.sharding.room.aspect;

import io.kith.persistence.archive.Row;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.Occupant;
import io.kith.sharding.room.RoomAspect;
import io.kith.sharding.room.RoomHooks;
import io.kith.sharding.room.RoomMachine;
import io.kith.sharding.room.Rows;
import io.kith.sharding.room.Utterance;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// XEP-0308: a user corrects what the same user has said under the same nickname. The correction is a message of its
/// own, and what it corrects is kept in its latest form. What is too long ago to be found is not corrected.
///
/// Clients take a correction only from the address that the original came from (§4), so the room refuses any other: all
/// see the same. Who has left and come back under its nickname may correct what it said before: clients can't tell
/// whether it is the same one (§5), the room can, and shows it by the occupant's id (XEP-0421).
public final class Correction implements RoomAspect {

    @Override
    public List<Xep> xeps() {
        return List.of(new Xep(308, "1.2.1", Xep.Coverage.COMPLETE));
    }

    @Override
    public void install(RoomHooks hooks) {
        hooks.feature(Namespaces.CORRECTION);
        hooks.maySay(Correction::check);
    }

    private static void check(RoomMachine room, Utterance said, Consumer<Optional<StanzaError>> verdict) {
        if (!said.stanza().has("replace", Namespaces.CORRECTION) || said.isRepeated()) {
            // a repeated one may have been followed by another, and is in the log for clients to apply
            verdict.accept(Optional.empty());
            return;
        }
        var id = said.stanza()
                .child("replace", Namespaces.CORRECTION)
                .flatMap(replace -> replace.attribute("id"))
                .orElse("");
        if (id.isEmpty()) {
            verdict.accept(Optional.of(StanzaError.BAD_REQUEST));
            return;
        }
        if (!Rows.maySearch(room, said.speaker().user(), id)) {
            verdict.accept(Optional.of(StanzaError.RESOURCE_CONSTRAINT));
            return;
        }
        Rows.saidAs(room, id, rows -> {
            var own = rows.stream().filter(row -> isOf(said.speaker(), row)).findFirst();
            if (own.isEmpty()) {
                verdict.accept(Optional.of(rows.isEmpty() ? StanzaError.ITEM_NOT_FOUND : StanzaError.FORBIDDEN));
            } else if (Rows.isTombstone(own.get())) {
                verdict.accept(Optional.of(StanzaError.ITEM_NOT_FOUND));
            } else {
                said.afterwards(stored -> correct(room, own.get().id(), said.stanza(), stored));
                verdict.accept(Optional.empty());
            }
        });
    }

    private static boolean isOf(Occupant speaker, Row row) {
        return row.peer().bare().equals(speaker.user()) && row.resource().equals(speaker.nick());
    }

    /// It may have been taken back meanwhile.
    private static void correct(RoomMachine room, long id, Stanza correction, Runnable stored) {
        Rows.find(
                room,
                id,
                row -> row.filter(one -> !Rows.isTombstone(one))
                        .ifPresentOrElse(one -> Rows.replace(room, latest(room, one, correction), stored), stored));
    }

    /// The corrected content under the ids of the original (§4). What was a correction itself stays one.
    private static Row latest(RoomMachine room, Row row, Stanza correction) {
        var latest = Rows.bare(room, row);
        var own = Stanza.parse(row.stanza()).child("replace", Namespaces.CORRECTION);
        if (own.isPresent()) {
            latest = latest.with(own.get());
        }
        for (var child : correction.children()) {
            var isOwn = child.is("replace", Namespaces.CORRECTION)
                    || child.is("origin-id", Namespaces.STANZA_ID)
                    || child.is("stanza-id", Namespaces.STANZA_ID);
            if (!isOwn) {
                Element element = correction.element(child);
                latest = latest.with(element);
            }
        }
        return Rows.with(row, latest);
    }
}
