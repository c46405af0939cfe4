package io.kith.sharding.serialization;

import io.kith.persistence.archive.Buckets;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Hat;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomState;
import io.kith.sharding.room.Standing;
import io.kith.sharding.room.Voices;
import io.kith.sharding.wire.WireMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One event of each kind and a room, with every field set, no two fields of a message alike.
final class RoomSamples {

    private static final String BY = "juliet@capulet.example";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example");
    private static final UUID UID = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);
    private static final String SECRET = "00ff11ee22dd33cc";
    private static final RoomConfig CONFIG = RoomConfig.of(Map.of(
            "muc#roomconfig_roomname", List.of("A Dark Cave"),
            "muc#roomconfig_presencebroadcast", List.of("moderator", "visitor")));
    private static final Stanza SUBJECT = Stanza.parse(
            "<message from='coven@chat.capulet.example/juliet' type='groupchat'><subject>Fire</subject></message>");
    private static final Hat HAT = new Hat("urn:example:hat", "Host", "327.25");

    static final List<WireMessage> ALL = List.of(
            new RoomState(
                    true,
                    UID,
                    SECRET,
                    Jid.parse(BY),
                    NOON,
                    true,
                    CONFIG,
                    Map.of(
                            ROMEO, new Standing(Affiliation.MEMBER, "why not", "monty", BY, NOON.plusSeconds(1)),
                            NURSE, new Standing(Affiliation.OUTCAST, "", "", "operator", NOON.plusSeconds(2))),
                    new RoomState.Subject(77, "nurse@capulet.example", NOON.plusSeconds(3), SUBJECT),
                    new Buckets(List.of(new Buckets.Bucket(70, 5), new Buckets.Bucket(90, 6))),
                    Map.of(ROMEO, new RoomState.Subscription("montague", List.of("urn:xmpp:mucsub:nodes:messages"))),
                    Map.of(HAT.uri(), HAT),
                    Map.of(NURSE, Set.of("urn:example:hat", "urn:example:other")),
                    "<vCard xmlns='vcard-temp'/>",
                    new Voices(Map.of(NURSE, Role.VISITOR))),
            new RoomEvent.Created(BY, NOON, UID, SECRET, NURSE, CONFIG, true),
            new RoomEvent.Configured(BY, NOON, CONFIG),
            new RoomEvent.AffiliationsChanged(
                    BY,
                    NOON,
                    List.of(
                            new RoomEvent.AffiliationsChanged.Change(ROMEO, Affiliation.OUTCAST, "climbing"),
                            new RoomEvent.AffiliationsChanged.Change(NURSE, Affiliation.ADMIN, ""))),
            new RoomEvent.SubjectChanged(BY, NOON, 78, SUBJECT),
            new RoomEvent.BucketOpened(BY, NOON, 91),
            new RoomEvent.NickRegistered(BY, NOON, ROMEO, "monty"),
            new RoomEvent.NickReleased(BY, NOON, ROMEO),
            new RoomEvent.Kicked(BY, NOON, "monty", ROMEO, "noise"),
            new RoomEvent.RoleChanged(BY, NOON, "monty", ROMEO, Role.VISITOR, "quiet"),
            new RoomEvent.Moderated(BY, NOON, 79, "rude"),
            new RoomEvent.Subscribed(BY, NOON, ROMEO, "monty", List.of("one", "two")),
            new RoomEvent.Unsubscribed(BY, NOON, ROMEO),
            new RoomEvent.HatDefined(BY, NOON, HAT),
            new RoomEvent.HatDestroyed(BY, NOON, HAT.uri()),
            new RoomEvent.HatAssigned(BY, NOON, ROMEO, HAT.uri()),
            new RoomEvent.HatRemoved(BY, NOON, ROMEO, HAT.uri()),
            new RoomEvent.VCardChanged(BY, NOON, "<vCard xmlns='vcard-temp'/>"),
            new RoomEvent.Destroyed(BY, NOON, "burnt", "heath@chat.capulet.example"));

    private RoomSamples() {}
}
