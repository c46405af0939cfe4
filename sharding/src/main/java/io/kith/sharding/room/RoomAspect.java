package io.kith.sharding.room;

import io.kith.sharding.feature.Xep;
import java.util.List;

/// Something that rooms do beyond their core: one file, stateless, attached in `install`.
public interface RoomAspect {

    void install(RoomHooks hooks);

    /// The extensions that it is; none for a part of XEP-0045 itself.
    default List<Xep> xeps() {
        return List.of();
    }
}
