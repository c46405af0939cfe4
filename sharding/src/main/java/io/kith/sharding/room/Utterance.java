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

    /// Work that follows a message, which is acknowledged only behind it.
    @FunctionalInterface
    public interface Sequel {

        /// @param then to be run once, when all is done and stored
        void begin(Runnable then);
    }

    private final List<Sequel> afterwards = new ArrayList<>();
    private final List<Kept> whenKept = new ArrayList<>();
    private final boolean repeated;
    private Stanza stanza;
    private String id;

    Utterance(Request request, Occupant speaker, Stanza stanza, boolean repeated) {
        this.repeated = repeated;
        this.request = request;
        this.speaker = speaker;
        this.stanza = stanza;
        this.id = stanza.id();
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

    /// By which all know it: its sender's, or else what the room gives it when it is kept.
    public String id() {
        return id;
    }

    /// Whether it is in the log already, and only what follows it may be missing: its sender was told of neither.
    public boolean isRepeated() {
        return repeated;
    }

    /// Says something else instead.
    public void rewrite(Stanza other) {
        stanza = other;
    }

    /// Begins once the message is stored; its sender is told so when all of these are done.
    public void afterwards(Sequel sequel) {
        afterwards.add(sequel);
    }

    /// Runs once the message is stored; never for one that is not kept.
    public void whenKept(Kept turn) {
        whenKept.add(turn);
    }

    void said(Runnable then) {
        follow(0, then);
    }

    private void follow(int next, Runnable then) {
        if (next == afterwards.size()) {
            then.run();
        } else {
            afterwards.get(next).begin(() -> follow(next + 1, then));
        }
    }

    void kept(long id, Stanza message, Runnable then) {
        this.id = message.id();
        whenKept.forEach(turn -> turn.kept(id, message));
        said(then);
    }
}
