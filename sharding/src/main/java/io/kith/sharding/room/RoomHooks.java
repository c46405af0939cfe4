package io.kith.sharding.room;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where aspects attach themselves to every room. Two aspects for one IQ are an error at start.
public interface RoomHooks {

    /// May refuse a client that wants to enter, in the order of installation.
    interface JoinGuard {
        Optional<StanzaError> refuse(RoomMachine room, Entry entry);
    }

    /// May refuse or rewrite a message to all. It must call `verdict` once, in this turn or a later one; the room
    /// waits.
    interface SayGuard {
        void check(RoomMachine room, Utterance said, Consumer<Optional<StanzaError>> verdict);
    }

    /// Handles a stanza to the room itself; settles it once.
    interface Handler {
        void handle(RoomMachine room, Request request);
    }

    /// The status codes that tell a change of the configuration (XEP-0045 §10.2.1).
    interface ChangeCodes {
        List<Integer> codes(RoomConfig before, RoomConfig after);
    }

    /// Advertised by every room, and by the service.
    void feature(String name);

    /// Advertised by the service, for what only some of its rooms may do.
    void serviceFeature(String name);

    /// Advertised by rooms whose configuration says so.
    void feature(Function<RoomConfig, String> name);

    /// A field of the configuration form.
    void option(RoomOption<?> option);

    /// What is wrong with a configuration, if anything; in words for its owner.
    void rule(Function<RoomConfig, Optional<String>> rule);

    void mayJoin(JoinGuard guard);

    /// More status codes for the self-presence of a client that enters.
    void joinCodes(BiFunction<RoomMachine, Entry, List<Integer>> codes);

    void changeCodes(ChangeCodes codes);

    void maySay(SayGuard guard);

    /// An IQ request to the room.
    ///
    /// @param type `get` or `set`
    void iq(String type, String namespace, String name, Handler handler);

    /// A discovery node of the room (XEP-0030); the handler gets `disco#info` requests for it.
    void node(String node, Handler handler);

    /// A message to the room that is not `groupchat`. The first that wants it gets it.
    void message(Predicate<Stanza> wants, Handler handler);

    /// Fields of the `muc#roominfo` form.
    void info(Function<RoomMachine, List<FormField>> fields);

    /// What goes into each presence of an occupant.
    void badge(BiFunction<RoomMachine, Occupant, Optional<Element>> badge);

    /// What goes into each message of an occupant besides.
    void seal(BiFunction<RoomMachine, Occupant, Optional<Element>> seal);

    /// Cut out of what occupants send: only the room says it.
    void reserve(String name, String namespace);
}
