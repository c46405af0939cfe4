package io.kith.sharding.room;

/// Something that rooms do beyond their core: one file, stateless, attached in `install`.
public interface RoomAspect {

    void install(RoomHooks hooks);
}
