package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;

/// A message that an occupant says to all: as aspects see it before it is said.
public final class Utterance {

    private final Request request;
    private final Occupant speaker;
    private final List<Runnable> afterwards = new ArrayList<>();
    private Stanza stanza;

    Utterance(Request request, Occupant speaker, Stanza stanza) {
        this.request = request;
        this.speaker = speaker;
        this.stanza = stanza;
    }

    public Occupant speaker() {
        return speaker;
    }

    public Request request() {
        return request;
    }

    /// From the occupant's address, to nobody, without what only the room may say.
    public Stanza stanza() {
        return stanza;
    }

    /// Says something else instead.
    public void rewrite(Stanza other) {
        stanza = other;
    }

    /// Runs once the message is stored.
    public void afterwards(Runnable turn) {
        afterwards.add(turn);
    }

    void said() {
        afterwards.forEach(Runnable::run);
    }
}
