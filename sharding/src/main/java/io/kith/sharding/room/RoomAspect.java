package io.kith.sharding.room;

import io.kith.sharding.feature.Xep;
import java.util.Optional;

/// Something that rooms do beyond their core: one file, stateless, attached in `install`.
public interface RoomAspect {

    void install(RoomHooks hooks);

    /// The extension that it is; empty for a part of XEP-0045 itself.
    default Optional<Xep> xep() {
        return Optional.empty();
    }
}
