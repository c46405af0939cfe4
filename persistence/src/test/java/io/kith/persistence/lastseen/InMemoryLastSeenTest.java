package io.kith.persistence.lastseen;

final class InMemoryLastSeenTest implements LastSeenContract {

    private final LastSeen lastSeen = new InMemoryLastSeen();

    @Override
    public LastSeen lastSeen() {
        return lastSeen;
    }
}
