package io.kith.sharding.serialization;

import com.google.protobuf.ByteString;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.proto.xml.Element;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.domain.DomainEvent;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.DomainSettings.Registration;
import io.kith.sharding.domain.DomainsState;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeBatch;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Memory;
import io.kith.sharding.edge.Out;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.presence.Directory;
import io.kith.sharding.presence.Found;
import io.kith.sharding.presence.Hashes;
import io.kith.sharding.presence.NodeId;
import io.kith.sharding.presence.PresenceBatch;
import io.kith.sharding.presence.PresenceEvent;
import io.kith.sharding.presence.PresenceHub;
import io.kith.sharding.presence.PresencePublisher;
import io.kith.sharding.presence.Question;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.Piece;
import io.kith.sharding.room.relay.ToRelay;
import io.kith.sharding.session.Delivery;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.session.Via;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireForm;
import io.kith.sharding.wire.WireMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One message of each type with every field set, no two fields of a message alike.
final class Samples {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");
    private static final Jid BALCONY = Jid.parse("juliet@capulet.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final EdgeAddress EDGE = new EdgeAddress("verona:2552", 1_767_268_800_000L, 77);
    private static final long EPOCH = (1_767_268_800_000L << 20) | 5;
    private static final Stanza HELLO = Stanza.parse(
            "<message from='romeo@montague.example/orchard' to='juliet@capulet.example' type='chat' id='r1'>"
                    + "<body>It is my lady, O, it is my love!</body></message>");
    private static final Stanza HERE = Stanza.parse("<presence><priority>5</priority></presence>");
    private static final List<Out> OUTS = List.of(new Out(HELLO, 9_001), Out.unlogged(HERE));
    private static final EdgeMessage.Handled HANDLED = new EdgeMessage.Handled(EPOCH, 12, 11);
    private static final EdgeMessage.Outbound OUTBOUND = new EdgeMessage.Outbound(EPOCH, 31, OUTS);

    private static final DomainSettings OPEN = new DomainSettings(
            Registration.OPEN, new Contacts(Map.of(Concern.ABUSE, List.of("mailto:abuse@capulet.example"))));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final NodeId NODE = new NodeId("verona:2554", -5_555L);
    private static final List<PresenceEvent> EVENTS = List.of(
            new PresenceEvent.Announced(-1, EPOCH, List.of(HERE), Hashes.of(21, -22)),
            new PresenceEvent.Changed(2, EPOCH + 1, HERE.withId("p1")),
            new PresenceEvent.Shown(-3, EPOCH + 2, 23, List.of(HERE.withId("p3"))),
            new PresenceEvent.Hidden(4, EPOCH + 3, -24),
            new PresenceEvent.Left(5, EPOCH + 4));

    private static final Chunk CHUNK =
            new Chunk(-7, 0x1234_5678_9ABCL, 1, 3, 42, ByteString.copyFromUtf8("What's in a name?"));

    private static final Jid GARDEN = new Jid("garden", "conference.verona.example", "");
    private static final List<RoomPosition> ROOMS =
            List.of(new RoomPosition(new Jid("garden", "conference.verona.example", "juliet"), 9_004, Sight.EVERYBODY));

    private static final List<WireMessage> ALL = List.of(
            CHUNK,
            new ToRelay.Said(GARDEN, EPOCH, 4, List.of(new Piece(ByteString.copyFromUtf8("Two households"), true))),
            new ToRelay.Stood(GARDEN, EPOCH, EPOCH - 1, 3, 5),
            new ToRelay.Ask(GARDEN, EPOCH),
            new ToRelay.Close(GARDEN, EPOCH),
            new FromRelay.Confirmed(GARDEN, "verona:2552", EPOCH, 5),
            new FromRelay.Missing(GARDEN, "verona:2552", EPOCH, 4),
            new FromRelay.Held(GARDEN, "verona:2552", EPOCH, 1, 2, ByteString.copyFromUtf8("both alike")),
            new FromRelay.Alive(GARDEN, "verona:2552", EPOCH),
            new FromRelay.Dormant(GARDEN, BALCONY, EDGE),
            new EdgeMessage.Attached(EPOCH, BALCONY, "s-8f2c"),
            new EdgeMessage.AttachRefused(StanzaError.CONFLICT
                    .withText("the balcony is taken")
                    .withApplication(Element.of("taken", "urn:example:seats"))),
            new EdgeMessage.Reattached(EPOCH, 12),
            new EdgeMessage.Resumed(
                    EPOCH,
                    BALCONY,
                    "s-8f2c",
                    3,
                    14,
                    13,
                    6,
                    OUTS,
                    300,
                    true,
                    new Memory(true, "copies", HERE, List.of(ROMEO)),
                    ROOMS),
            new EdgeMessage.ResumeFailed(-1),
            OUTBOUND,
            new EdgeMessage.Announced(EPOCH, EPOCH - 1, 7, 9),
            HANDLED,
            new EdgeMessage.InboundGap(EPOCH, 8),
            new EdgeMessage.ParkPlease(EPOCH),
            new EdgeMessage.Moving(EPOCH),
            new EdgeMessage.Parted(EPOCH),
            new EdgeMessage.Remember(EPOCH, "copies"),
            new EdgeMessage.ShutOut(EPOCH, List.of(Jid.parse("coven@conference.verona.example/third witch"))),
            new EdgeMessage.Closed(EPOCH, new StreamError(StreamError.Condition.CONFLICT, "resumed at the orchard")),
            new EdgeBatch(
                    1_767_268_800_000L,
                    List.of(new EdgeBatch.Item(77, JULIET, HANDLED), new EdgeBatch.Item(78, ROMEO, OUTBOUND))),
            new UserSession.Attach(EDGE, JULIET, "balcony", "phone", 0x5ca1ab1eL),
            new UserSession.Reattach(
                    EDGE,
                    EPOCH,
                    "s-8f2c",
                    BALCONY,
                    "phone",
                    -1,
                    300,
                    11,
                    9_003,
                    List.of(9_001L, 9_002L),
                    true,
                    "copies",
                    HERE,
                    List.of(ROMEO),
                    ROOMS),
            new UserSession.Inbound(EDGE, EPOCH, 15, List.of(HELLO, HERE)),
            new UserSession.Taken(EDGE, EPOCH, 22, 21),
            new UserSession.OutboundGap(EDGE, EPOCH, 20),
            new UserSession.EnableResume(EDGE, EPOCH, 4, 300),
            new UserSession.Park(EDGE, EPOCH, 4, 300, 24, 19, OUTS, true, ROOMS),
            new UserSession.Resume(EDGE, JULIET, "s-8f2c", 19, 0x5ca1ab1eL),
            new UserSession.Detach(EDGE, EPOCH, true, 25),
            new UserSession.Deliver(
                    ROMEO,
                    EPOCH,
                    16,
                    List.of(
                            new Delivery(HELLO, 8_001, true),
                            new Delivery(HERE, 0, false),
                            new Delivery(
                                    HERE,
                                    0,
                                    false,
                                    new Via(EDGE, 9_004, Sight.of(8_001, false, true, Sight.WITHOUT_END))),
                            new Delivery(HELLO, 0, true, null, "s-8f2c", 12))),
            new UserSession.DeliverAnnounced(ROMEO, EPOCH, EPOCH - 1, 17, 18),
            new UserSession.DeliverConfirmed(JULIET, EPOCH, 18, 17),
            new UserSession.DeliverGap(JULIET, EPOCH, 16),
            new UserSession.EdgeGone("verona:2552", 1_767_268_800_000L),
            new UserSession.Adopt(
                    JULIET,
                    "s-8f2c",
                    BALCONY,
                    "phone",
                    4,
                    300,
                    11,
                    19,
                    OUTS,
                    9_003,
                    true,
                    true,
                    "copies",
                    HERE,
                    1_767_268_900_000L,
                    List.of(BALCONY),
                    List.of(EDGE),
                    List.of(ROMEO),
                    ROOMS),
            new UserSession.End(
                    "balcony", "chamber", new StreamError(StreamError.Condition.POLICY_VIOLATION, "kicked"), true),
            new UserSession.Usable(),
            new UserSession.Saw(EDGE, BALCONY, List.of(BALCONY), 1, 2),
            new DomainEvent.Added("capulet.example", OPEN, NOON),
            new DomainEvent.Changed("capulet.example", OPEN, NOON.plusSeconds(1)),
            new DomainEvent.Removed("montague.example", NOON.plusSeconds(2)),
            new DomainsState(4, Map.of("capulet.example", OPEN)),
            new DomainRegistry.Poll(),
            new PresenceBatch(NODE, 41, EVENTS),
            new PresencePublisher.Gap("verona:2552", 38),
            new PresenceHub.Reset(NODE, 43),
            new Directory.Update(NODE, 42, EVENTS),
            new PresencePublisher.Stored("verona:2553", 42, List.of(1, 63), List.of(17), Hashes.of(31, -32), EPOCH + 9),
            new PresencePublisher.Refill("verona:2553", 62),
            new Directory.Refilled(NODE, 61, EVENTS, true),
            new Directory.Ask(
                    "verona:2552", 51, List.of(new Question(-7, Hashes.of(3, -4)), new Question(8, Hashes.of(5)))),
            new PresenceHub.Answer(
                    "verona:2553",
                    51,
                    List.of(new Found(-4, NODE, EPOCH, List.of(HERE), List.of(HERE.withId("p2")), Hashes.of(-7, 9))),
                    List.of(16),
                    true),
            new PresenceHub.Login(EDGE, BALCONY, Hashes.of(3, -4)),
            new PresenceHub.Watch(BALCONY, -11),
            new PresenceHub.Unwatch(BALCONY, 12),
            new PresenceHub.Logout(EDGE, BALCONY),
            new PresenceHub.Park(EDGE, BALCONY),
            new PresenceHub.Recall(EDGE, BALCONY, List.of(BALCONY)),
            new UserSession.Piece(CHUNK),
            new Directory.Piece(CHUNK),
            new PresenceHub.Piece(CHUNK));

    private Samples() {}

    static WireMessage of(WireForm<?> form) {
        return Stream.concat(ALL.stream(), RoomSamples.ALL.stream())
                .filter(form.type()::isInstance)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no sample of " + form.type().getName()));
    }
}
