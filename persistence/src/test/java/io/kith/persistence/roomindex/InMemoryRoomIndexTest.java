package io.kith.persistence.roomindex;

final class InMemoryRoomIndexTest implements RoomIndexContract {

    private final RoomIndex index = new InMemoryRoomIndex();

    @Override
    public RoomIndex index() {
        return index;
    }
}
