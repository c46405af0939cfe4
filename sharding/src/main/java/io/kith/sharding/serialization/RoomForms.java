package io.kith.sharding.serialization;

import io.kith.persistence.archive.Buckets;
import io.kith.proto.jid.Jid;
import io.kith.proto.store.RoomStore;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.Hat;
import io.kith.sharding.room.Role;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomState;
import io.kith.sharding.room.Standing;
import io.kith.sharding.room.Voices;
import io.kith.sharding.wire.WireForm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The journal of a room: what happened to it, and what it was at a snapshot. What is kept in maps is written in order,
/// so that equal states have equal bytes.
///
/// Long for its number of events, each of which is a few lines.
final class RoomForms {

    private static final WireForm<RoomState> STATE =
            WireForm.of(130, RoomState.class, RoomForms::write, RoomStore.Room.parser(), RoomForms::state);

    private static final WireForm<RoomEvent.Created> CREATED = WireForm.of(
            131,
            RoomEvent.Created.class,
            event -> RoomStore.RoomCreated.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUidHigh(event.uid().getMostSignificantBits())
                    .setUidLow(event.uid().getLeastSignificantBits())
                    .setSecret(event.secret())
                    .setOwner(event.owner().toString())
                    .addAllConfig(write(event.config()))
                    .setLocked(event.locked())
                    .build(),
            RoomStore.RoomCreated.parser(),
            wire -> new RoomEvent.Created(
                    wire.getBy(),
                    instant(wire.getAt()),
                    new UUID(wire.getUidHigh(), wire.getUidLow()),
                    wire.getSecret(),
                    SharedForms.jid(wire.getOwner()),
                    config(wire.getConfigList()),
                    wire.getLocked()));

    private static final WireForm<RoomEvent.Configured> CONFIGURED = WireForm.of(
            132,
            RoomEvent.Configured.class,
            event -> RoomStore.RoomConfigured.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .addAllConfig(write(event.config()))
                    .build(),
            RoomStore.RoomConfigured.parser(),
            wire -> new RoomEvent.Configured(wire.getBy(), instant(wire.getAt()), config(wire.getConfigList())));

    private static final WireForm<RoomEvent.AffiliationsChanged> AFFILIATIONS_CHANGED = WireForm.of(
            133,
            RoomEvent.AffiliationsChanged.class,
            event -> RoomStore.RoomAffiliationsChanged.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .addAllChanges(
                            event.changes().stream().map(RoomForms::write).toList())
                    .build(),
            RoomStore.RoomAffiliationsChanged.parser(),
            wire -> new RoomEvent.AffiliationsChanged(
                    wire.getBy(),
                    instant(wire.getAt()),
                    wire.getChangesList().stream().map(RoomForms::change).toList()));

    private static final WireForm<RoomEvent.SubjectChanged> SUBJECT_CHANGED = WireForm.of(
            134,
            RoomEvent.SubjectChanged.class,
            event -> RoomStore.RoomSubjectChanged.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setId(event.id())
                    .setSubject(SharedForms.write(event.subject()))
                    .build(),
            RoomStore.RoomSubjectChanged.parser(),
            wire -> new RoomEvent.SubjectChanged(
                    wire.getBy(), instant(wire.getAt()), wire.getId(), SharedForms.stanza(wire.getSubject())));

    private static final WireForm<RoomEvent.BucketOpened> BUCKET_OPENED = WireForm.of(
            135,
            RoomEvent.BucketOpened.class,
            event -> RoomStore.RoomBucketOpened.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setFirstId(event.firstId())
                    .build(),
            RoomStore.RoomBucketOpened.parser(),
            wire -> new RoomEvent.BucketOpened(wire.getBy(), instant(wire.getAt()), wire.getFirstId()));

    private static final WireForm<RoomEvent.NickRegistered> NICK_REGISTERED = WireForm.of(
            136,
            RoomEvent.NickRegistered.class,
            event -> RoomStore.RoomNickRegistered.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .setNick(event.nick())
                    .build(),
            RoomStore.RoomNickRegistered.parser(),
            wire -> new RoomEvent.NickRegistered(
                    wire.getBy(), instant(wire.getAt()), SharedForms.jid(wire.getUser()), wire.getNick()));

    private static final WireForm<RoomEvent.NickReleased> NICK_RELEASED = WireForm.of(
            137,
            RoomEvent.NickReleased.class,
            event -> RoomStore.RoomNickReleased.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .build(),
            RoomStore.RoomNickReleased.parser(),
            wire -> new RoomEvent.NickReleased(wire.getBy(), instant(wire.getAt()), SharedForms.jid(wire.getUser())));

    private static final WireForm<RoomEvent.Kicked> KICKED = WireForm.of(
            138,
            RoomEvent.Kicked.class,
            event -> RoomStore.RoomKicked.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setNick(event.nick())
                    .setUser(event.user().toString())
                    .setReason(event.reason())
                    .build(),
            RoomStore.RoomKicked.parser(),
            wire -> new RoomEvent.Kicked(
                    wire.getBy(),
                    instant(wire.getAt()),
                    wire.getNick(),
                    SharedForms.jid(wire.getUser()),
                    wire.getReason()));

    private static final WireForm<RoomEvent.RoleChanged> ROLE_CHANGED = WireForm.of(
            139,
            RoomEvent.RoleChanged.class,
            event -> RoomStore.RoomRoleChanged.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setNick(event.nick())
                    .setUser(event.user().toString())
                    .setRole(event.role().text())
                    .setReason(event.reason())
                    .build(),
            RoomStore.RoomRoleChanged.parser(),
            wire -> new RoomEvent.RoleChanged(
                    wire.getBy(),
                    instant(wire.getAt()),
                    wire.getNick(),
                    SharedForms.jid(wire.getUser()),
                    role(wire.getRole()),
                    wire.getReason()));

    private static final WireForm<RoomEvent.Moderated> MODERATED = WireForm.of(
            140,
            RoomEvent.Moderated.class,
            event -> RoomStore.RoomModerated.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setId(event.id())
                    .setReason(event.reason())
                    .build(),
            RoomStore.RoomModerated.parser(),
            wire -> new RoomEvent.Moderated(wire.getBy(), instant(wire.getAt()), wire.getId(), wire.getReason()));

    private static final WireForm<RoomEvent.Subscribed> SUBSCRIBED = WireForm.of(
            141,
            RoomEvent.Subscribed.class,
            event -> RoomStore.RoomSubscribed.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .setNick(event.nick())
                    .addAllNodes(event.nodes())
                    .build(),
            RoomStore.RoomSubscribed.parser(),
            wire -> new RoomEvent.Subscribed(
                    wire.getBy(),
                    instant(wire.getAt()),
                    SharedForms.jid(wire.getUser()),
                    wire.getNick(),
                    wire.getNodesList()));

    private static final WireForm<RoomEvent.Unsubscribed> UNSUBSCRIBED = WireForm.of(
            142,
            RoomEvent.Unsubscribed.class,
            event -> RoomStore.RoomUnsubscribed.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .build(),
            RoomStore.RoomUnsubscribed.parser(),
            wire -> new RoomEvent.Unsubscribed(wire.getBy(), instant(wire.getAt()), SharedForms.jid(wire.getUser())));

    private static final WireForm<RoomEvent.HatDefined> HAT_DEFINED = WireForm.of(
            143,
            RoomEvent.HatDefined.class,
            event -> RoomStore.RoomHatDefined.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setHat(write(event.hat()))
                    .build(),
            RoomStore.RoomHatDefined.parser(),
            wire -> new RoomEvent.HatDefined(wire.getBy(), instant(wire.getAt()), hat(wire.getHat())));

    private static final WireForm<RoomEvent.HatDestroyed> HAT_DESTROYED = WireForm.of(
            144,
            RoomEvent.HatDestroyed.class,
            event -> RoomStore.RoomHatDestroyed.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUri(event.uri())
                    .build(),
            RoomStore.RoomHatDestroyed.parser(),
            wire -> new RoomEvent.HatDestroyed(wire.getBy(), instant(wire.getAt()), wire.getUri()));

    private static final WireForm<RoomEvent.HatAssigned> HAT_ASSIGNED = WireForm.of(
            145,
            RoomEvent.HatAssigned.class,
            event -> RoomStore.RoomHatAssigned.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .setUri(event.uri())
                    .build(),
            RoomStore.RoomHatAssigned.parser(),
            wire -> new RoomEvent.HatAssigned(
                    wire.getBy(), instant(wire.getAt()), SharedForms.jid(wire.getUser()), wire.getUri()));

    private static final WireForm<RoomEvent.HatRemoved> HAT_REMOVED = WireForm.of(
            146,
            RoomEvent.HatRemoved.class,
            event -> RoomStore.RoomHatRemoved.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setUser(event.user().toString())
                    .setUri(event.uri())
                    .build(),
            RoomStore.RoomHatRemoved.parser(),
            wire -> new RoomEvent.HatRemoved(
                    wire.getBy(), instant(wire.getAt()), SharedForms.jid(wire.getUser()), wire.getUri()));

    private static final WireForm<RoomEvent.VCardChanged> VCARD_CHANGED = WireForm.of(
            147,
            RoomEvent.VCardChanged.class,
            event -> RoomStore.RoomVCardChanged.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setCard(event.card())
                    .build(),
            RoomStore.RoomVCardChanged.parser(),
            wire -> new RoomEvent.VCardChanged(wire.getBy(), instant(wire.getAt()), wire.getCard()));

    private static final WireForm<RoomEvent.Destroyed> DESTROYED = WireForm.of(
            148,
            RoomEvent.Destroyed.class,
            event -> RoomStore.RoomDestroyed.newBuilder()
                    .setBy(event.by())
                    .setAt(micros(event.at()))
                    .setReason(event.reason())
                    .setVenue(event.venue())
                    .build(),
            RoomStore.RoomDestroyed.parser(),
            wire -> new RoomEvent.Destroyed(wire.getBy(), instant(wire.getAt()), wire.getReason(), wire.getVenue()));

    private RoomForms() {}

    static List<WireForm<?>> all() {
        return List.of(
                STATE,
                CREATED,
                CONFIGURED,
                AFFILIATIONS_CHANGED,
                SUBJECT_CHANGED,
                BUCKET_OPENED,
                NICK_REGISTERED,
                NICK_RELEASED,
                KICKED,
                ROLE_CHANGED,
                MODERATED,
                SUBSCRIBED,
                UNSUBSCRIBED,
                HAT_DEFINED,
                HAT_DESTROYED,
                HAT_ASSIGNED,
                HAT_REMOVED,
                VCARD_CHANGED,
                DESTROYED);
    }

    private static RoomStore.Room write(RoomState state) {
        var wire = RoomStore.Room.newBuilder()
                .setExists(state.exists())
                .setUidHigh(state.uid().getMostSignificantBits())
                .setUidLow(state.uid().getLeastSignificantBits())
                .setSecret(state.secret())
                .setCreator(state.creator().toString())
                .setCreated(micros(state.created()))
                .setLocked(state.locked())
                .addAllConfig(write(state.config()))
                .setCard(state.card());
        inOrder(state.standings()).forEach(entry -> wire.addStandings(standing(entry.getKey(), entry.getValue())));
        var subject = state.subject();
        if (subject != null) {
            wire.setSubject(RoomStore.Room.Subject.newBuilder()
                    .setId(subject.id())
                    .setBy(subject.by())
                    .setAt(micros(subject.at()))
                    .setMessage(SharedForms.write(subject.message())));
        }
        state.buckets()
                .all()
                .forEach(bucket -> wire.addBuckets(RoomStore.Room.Bucket.newBuilder()
                        .setFirstId(bucket.firstId())
                        .setRows(bucket.rows())));
        inOrder(state.subscribers())
                .forEach(entry -> wire.addSubscribers(RoomStore.Room.Subscriber.newBuilder()
                        .setUser(entry.getKey().toString())
                        .setNick(entry.getValue().nick())
                        .addAllNodes(entry.getValue().nodes())));
        inOrder(state.hats()).forEach(entry -> wire.addHats(write(entry.getValue())));
        inOrder(state.wearers())
                .forEach(entry -> wire.addWearers(RoomStore.Room.Wearer.newBuilder()
                        .setUser(entry.getKey().toString())
                        .addAllUris(entry.getValue().stream().sorted().toList())));
        state.voices() // in the order in which they are forgotten
                .byUser()
                .forEach((user, role) -> wire.addVoices(RoomStore.Room.Voice.newBuilder()
                        .setUser(user.toString())
                        .setRole(role.text())));
        return wire.build();
    }

    private static RoomState state(RoomStore.Room wire) {
        if (!wire.getExists()) {
            return RoomState.ended(uid(wire), buckets(wire));
        }
        var standings = new HashMap<Jid, Standing>();
        wire.getStandingsList().forEach(one -> standings.put(SharedForms.jid(one.getJid()), standing(one)));
        var subscribers = new HashMap<Jid, RoomState.Subscription>();
        wire.getSubscribersList()
                .forEach(one -> subscribers.put(
                        SharedForms.jid(one.getUser()), new RoomState.Subscription(one.getNick(), one.getNodesList())));
        var hats = new HashMap<String, Hat>();
        wire.getHatsList().forEach(one -> hats.put(one.getUri(), hat(one)));
        var wearers = new HashMap<Jid, Set<String>>();
        wire.getWearersList()
                .forEach(one -> wearers.put(SharedForms.jid(one.getUser()), new HashSet<>(one.getUrisList())));
        var subject = wire.getSubject();
        return new RoomState(
                true,
                uid(wire),
                wire.getSecret(),
                SharedForms.jid(wire.getCreator()),
                instant(wire.getCreated()),
                wire.getLocked(),
                config(wire.getConfigList()),
                standings,
                wire.hasSubject()
                        ? new RoomState.Subject(
                                subject.getId(),
                                subject.getBy(),
                                instant(subject.getAt()),
                                SharedForms.stanza(subject.getMessage()))
                        : null,
                buckets(wire),
                subscribers,
                hats,
                wearers,
                wire.getCard(),
                voices(wire));
    }

    private static Voices voices(RoomStore.Room wire) {
        var byUser = new LinkedHashMap<Jid, Role>();
        wire.getVoicesList().forEach(one -> byUser.put(SharedForms.jid(one.getUser()), role(one.getRole())));
        return new Voices(byUser);
    }

    private static UUID uid(RoomStore.Room wire) {
        return new UUID(wire.getUidHigh(), wire.getUidLow());
    }

    private static Buckets buckets(RoomStore.Room wire) {
        return new Buckets(wire.getBucketsList().stream()
                .map(bucket -> new Buckets.Bucket(bucket.getFirstId(), bucket.getRows()))
                .toList());
    }

    private static <K, V> List<Map.Entry<K, V>> inOrder(Map<K, V> map) {
        return map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .toList();
    }

    private static RoomStore.Room.Standing standing(Jid jid, Standing standing) {
        return RoomStore.Room.Standing.newBuilder()
                .setJid(jid.toString())
                .setAffiliation(standing.affiliation().text())
                .setReason(standing.reason())
                .setNick(standing.nick())
                .setBy(standing.by())
                .setSince(micros(standing.since()))
                .build();
    }

    private static Standing standing(RoomStore.Room.Standing wire) {
        return new Standing(
                affiliation(wire.getAffiliation()),
                wire.getReason(),
                wire.getNick(),
                wire.getBy(),
                instant(wire.getSince()));
    }

    private static List<RoomStore.RoomValues> write(RoomConfig config) {
        return config.values().entrySet().stream()
                .map(entry -> RoomStore.RoomValues.newBuilder()
                        .setName(entry.getKey())
                        .addAllValues(entry.getValue())
                        .build())
                .toList();
    }

    private static RoomConfig config(List<RoomStore.RoomValues> wire) {
        var values = new HashMap<String, List<String>>();
        wire.forEach(one -> values.put(one.getName(), one.getValuesList()));
        return RoomConfig.of(values);
    }

    private static RoomStore.RoomAffiliationsChanged.Change write(RoomEvent.AffiliationsChanged.Change change) {
        return RoomStore.RoomAffiliationsChanged.Change.newBuilder()
                .setJid(change.jid().toString())
                .setAffiliation(change.affiliation().text())
                .setReason(change.reason())
                .build();
    }

    private static RoomEvent.AffiliationsChanged.Change change(RoomStore.RoomAffiliationsChanged.Change wire) {
        return new RoomEvent.AffiliationsChanged.Change(
                SharedForms.jid(wire.getJid()), affiliation(wire.getAffiliation()), wire.getReason());
    }

    private static RoomStore.RoomHat write(Hat hat) {
        return RoomStore.RoomHat.newBuilder()
                .setUri(hat.uri())
                .setTitle(hat.title())
                .setHue(hat.hue())
                .build();
    }

    private static Hat hat(RoomStore.RoomHat wire) {
        return new Hat(wire.getUri(), wire.getTitle(), wire.getHue());
    }

    private static Affiliation affiliation(String text) {
        return Affiliation.named(text).orElseThrow(() -> new IllegalArgumentException("no affiliation: " + text));
    }

    private static Role role(String text) {
        return Role.named(text).orElseThrow(() -> new IllegalArgumentException("no role: " + text));
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
