package io.kith.node.edge.xep;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.Out;
import java.util.concurrent.atomic.AtomicLong;

/// A stanza on its way to the client: from the owner over its link, or beside it, from the node's presence hub.
///
/// @param seq its number on the link from the owner; of one beside it, the number of the last before it
/// @param counted whether stream management counts it: it was on when this came, so `<enabled/>` goes before it
public record Parcel(Out out, long seq, boolean linked, boolean counted) {

    /// From the owner.
    public static Parcel linked(Out out, long seq, boolean counted) {
        return new Parcel(out, seq, true, counted);
    }

    /// From somebody else, behind what has come with the number `after`.
    public static Parcel beside(Stanza stanza, long after, boolean counted) {
        return new Parcel(Out.unlogged(stanza), after, false, counted);
    }

    /// The last number on the link that is certainly before it.
    public long before() {
        return linked ? seq - 1 : seq;
    }

    /// A new owner numbers anew.
    public Parcel renumbered(AtomicLong numbers) {
        return new Parcel(out, linked ? numbers.incrementAndGet() : numbers.get(), linked, counted);
    }

    /// Its weight in every queue.
    public int size() {
        return out.stanza().size();
    }
}
