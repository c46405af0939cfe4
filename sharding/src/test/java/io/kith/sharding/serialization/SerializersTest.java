package io.kith.sharding.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializationExtension;
import com.google.protobuf.ByteString;
import io.kith.persistence.archive.Buckets;
import io.kith.proto.jid.Jid;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.DomainChange;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.RoomServiceChange;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomOrder;
import io.kith.sharding.room.RoomReport;
import io.kith.sharding.room.RoomState;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.OperatorMessage;
import io.kith.sharding.wire.WireCodec;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The two serializers inside an actor system that has nothing but our own configuration.
final class SerializersTest {

    record Where(String account, ActorRef<Here> replyTo) implements OperatorMessage {}

    record Here(String node, List<Integer> shards) implements OperatorMessage {}

    record Unregistered(String word) implements OperatorMessage {}

    record Smuggled(Object anything) implements OperatorMessage {}

    private static final List<Class<? extends OperatorMessage>> REGISTERED =
            List.of(Where.class, Here.class, Smuggled.class);

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Jid JULIET = Jid.parse("juliet@capulet.example");

    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_wire_message_goes_through_akka_as_kith_proto() throws NotSerializableException {
        var serialization = SerializationExtension.get(classic());
        var chunk = new Chunk(9, 1, 0, 1, 7, ByteString.copyFromUtf8("a rose"));

        var serializer = serialization.findSerializerFor(chunk);

        assertThat(serializer).isInstanceOf(KithProtoSerializer.class);
        assertThat(serialization
                        .deserialize(serialization.serialize(chunk).get(), serializer.identifier(), "1")
                        .get())
                .isEqualTo(chunk);
    }

    @Test
    void what_is_journalled_may_be_larger_than_what_crosses_nodes() throws NotSerializableException {
        var serialization = SerializationExtension.get(classic());
        var state = RoomState.NONE.after(new RoomEvent.Created(
                "juliet@capulet.example", NOW, new UUID(1, 2), "s", JULIET, RoomConfig.DEFAULT, false));
        var members = IntStream.range(0, 5_000)
                .mapToObj(i -> new RoomEvent.AffiliationsChanged.Change(
                        Jid.parse("member" + i + "@capulet.example"), Affiliation.MEMBER, ""))
                .toList();
        var event = new RoomEvent.AffiliationsChanged("juliet@capulet.example", NOW, members);
        for (var large : List.of(state.after(event), event)) {
            var bytes = serialization.serialize(large).get();

            assertThat(bytes.length).isGreaterThan(WireCodec.MESSAGE_BYTES_MAX);
            assertThat(serialization
                            .deserialize(
                                    bytes,
                                    KithProtoSerializer.IDENTIFIER,
                                    Manifests.codec().manifest(large))
                            .get())
                    .isEqualTo(large);
        }
    }

    @Test
    void of_a_room_that_is_no_more_its_log_is_remembered() {
        var serialization = SerializationExtension.get(classic());
        var ended = RoomState.ended(new UUID(1, 2), new Buckets(List.of(new Buckets.Bucket(7, 0))));
        for (var state : List.of(ended, RoomState.NONE)) {
            assertThat(serialization
                            .deserialize(
                                    serialization.serialize(state).get(),
                                    KithProtoSerializer.IDENTIFIER,
                                    Manifests.codec().manifest(state))
                            .get())
                    .isEqualTo(state);
        }
    }

    @Test
    void an_operator_message_is_bound_to_kryo() throws NotSerializableException {
        assertThat(SerializationExtension.get(classic()).serializerFor(OperatorMessage.class))
                .isInstanceOf(KryoOperatorSerializer.class);
    }

    @Test
    void java_serialization_is_off() {
        assertThat(classic().settings().AllowJavaSerialization()).isFalse();
    }

    @Test
    void an_unknown_number_is_refused_with_its_number() {
        var serializer = new KithProtoSerializer(classic());

        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "4711"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void an_operators_question_and_answer_come_through_as_they_were() throws NotSerializableException {
        var kryo = kryo("1.0");
        var probe = kit.createTestProbe(Here.class);
        var where = new Where("juliet@capulet.example", probe.ref());
        var here = new Here("verona:2552", List.of(1, 2, 3));

        assertThat(kryo.fromBinary(kryo.toBinary(where), kryo.manifest(where))).isEqualTo(where);
        assertThat(kryo.fromBinary(kryo.toBinary(here), kryo.manifest(here))).isEqualTo(here);
    }

    @Test
    void an_operators_message_of_another_version_is_refused_with_both_versions() {
        var older = kryo("1.0");
        var here = new Here("verona:2552", List.of());

        assertThatThrownBy(() -> kryo("1.1").fromBinary(older.toBinary(here), older.manifest(here)))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("1.0/")
                .hasMessageContaining("1.1/");
    }

    @Test
    void the_same_version_with_other_messages_is_another_version() {
        var other = new KryoOperatorSerializer(classic(), "1.0", List.of(Here.class));
        var here = new Here("verona:2552", List.of());

        assertThatThrownBy(() -> kryo("1.0").fromBinary(other.toBinary(here), other.manifest(here)))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void a_class_that_is_not_registered_is_refused_on_writing() {
        assertThatThrownBy(() -> kryo("1.0").toBinary(new Unregistered("psst")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unregistered");
        assertThatThrownBy(() -> kryo("1.0").toBinary(new Smuggled(new Unregistered("psst"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unregistered");
    }

    @Test
    void a_class_that_is_not_registered_is_refused_on_reading() {
        var knowsMore = new KryoOperatorSerializer(
                classic(), "1.0", List.of(Where.class, Here.class, Smuggled.class, Unregistered.class));
        var foreign = knowsMore.toBinary(new Unregistered("psst"));

        assertThatThrownBy(() -> kryo("1.0").fromBinary(foreign, kryo("1.0").manifest("")))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void an_answer_of_the_bound_is_written_and_a_larger_one_refused() throws NotSerializableException {
        var kryo = kryo("1.0");
        var around = kryo.toBinary(new Here("é".repeat(1000), List.of())).length - 2000;
        var bound = new Here("é".repeat((KryoOperatorSerializer.BYTES_MAX - around) / 2 - 1), List.of());
        var over = new Here("é".repeat(KryoOperatorSerializer.BYTES_MAX / 2), List.of());

        assertThat(kryo.fromBinary(kryo.toBinary(bound), kryo.manifest(bound))).isEqualTo(bound);
        assertThatThrownBy(() -> kryo.toBinary(over)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_that_are_no_message_are_refused() {
        var kryo = kryo("1.0");

        for (var bytes : new byte[][] {{}, {127}, {12, 1, 2, 3}, {-1, -1, -1, -1, -1, -1}}) {
            assertThatThrownBy(() -> kryo.fromBinary(bytes, kryo.manifest("")))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void what_an_operator_wants_of_a_room_goes_through_kryo_and_so_does_the_report() throws NotSerializableException {
        var kryo = new KryoOperatorSerializer(classic(), "1.0", Manifests.OPERATORS);
        var to = kit.<RoomReport>createTestProbe().ref();
        for (var message : List.of(
                new RoomOrder.Show(to),
                new RoomOrder.Create("operator", "a@b", Map.of("roomname", "c", "publicroom", "0", "x", "y"), to),
                new RoomOrder.Destroy("operator", "why", "", to),
                new RoomOrder.Kick("operator", "romeo", "", to),
                new RoomOrder.Affiliate("operator", Map.of("a@b", "outcast", "c@b", "none"), "why", to),
                new RoomOrder.ListAffiliations("a@b", to),
                new RoomReport.Done(),
                new RoomReport.Refused(RoomReport.Reason.BUSY, "later"),
                new RoomReport.Shown(
                        "a@b",
                        "2026",
                        true,
                        Map.of("roomname", "c"),
                        Set.of("roomname"),
                        "",
                        1,
                        List.of(new RoomReport.Occupying("n", "a@b", "moderator", "owner"))),
                new RoomReport.Affiliations(
                        List.of(new RoomReport.Affiliated("a@b", "owner", "", "", "operator", "2026")), "a@b"))) {
            assertThat(kryo.fromBinary(kryo.toBinary(message), kryo.manifest(message)))
                    .isEqualTo(message);
        }
    }

    @Test
    void what_an_operator_changes_of_a_domain_goes_through_kryo() throws NotSerializableException {
        var kryo = new KryoOperatorSerializer(classic(), "1.0", Manifests.OPERATORS);
        var change = new DomainRegistry.Change(
                "capulet.example",
                new DomainChange(
                        DomainChange.Registration.OPEN,
                        Map.of(
                                Concern.ABUSE, List.of("mailto:abuse@capulet.example", "xmpp:nurse@capulet.example"),
                                Concern.STATUS, List.of()),
                        RoomServiceChange.NONE
                                .to(RoomServiceChange.Place.NAMED, "chat.capulet.example")
                                .by(RoomServiceChange.Makers.ADMINS)
                                .ownedBy(List.of("nurse@capulet.example"))),
                kit.<DomainRegistry.Answer>createTestProbe().ref());

        assertThat(kryo.fromBinary(kryo.toBinary(change), kryo.manifest(change)))
                .isEqualTo(change);
        var added =
                new DomainRegistry.Add("capulet.example", change.change().of(DomainSettings.DEFAULT), change.replyTo());
        assertThat(kryo.fromBinary(kryo.toBinary(added), kryo.manifest(added))).isEqualTo(added);
    }

    private static KryoOperatorSerializer kryo(String version) {
        return new KryoOperatorSerializer(classic(), version, REGISTERED);
    }

    private static ExtendedActorSystem classic() {
        return (ExtendedActorSystem) Adapter.toClassic(kit.system());
    }
}
