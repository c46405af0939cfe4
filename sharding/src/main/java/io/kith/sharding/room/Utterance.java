package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;

/// A message that an occupant says to all: as aspects see it before it is said.
public final class Utterance {

    private final Request request;
    private final Occupant speaker;
    /// Takes a message that was kept.
    @FunctionalInterface
    public interface Kept {

        /// @param id of its row
        /// @param message as all got it
        void kept(long id, Stanza message);
    }

    private final List<Runnable> afterwards = new ArrayList<>();
    private final List<Kept> whenKept = new ArrayList<>();
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

    /// Runs once the message is stored; never for one that is not kept.
    public void whenKept(Kept turn) {
        whenKept.add(turn);
    }

    void said() {
        afterwards.forEach(Runnable::run);
    }

    void kept(long id, Stanza message) {
        whenKept.forEach(turn -> turn.kept(id, message));
        said();
    }
}
