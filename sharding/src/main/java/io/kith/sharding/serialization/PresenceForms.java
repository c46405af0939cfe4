package io.kith.sharding.serialization;

import static io.kith.sharding.serialization.SharedForms.edge;
import static io.kith.sharding.serialization.SharedForms.jid;

import com.google.protobuf.ByteString;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.wire.PresenceWire;
import io.kith.sharding.presence.Directory;
import io.kith.sharding.presence.Found;
import io.kith.sharding.presence.Hashes;
import io.kith.sharding.presence.NodeId;
import io.kith.sharding.presence.PresenceBatch;
import io.kith.sharding.presence.PresenceEvent;
import io.kith.sharding.presence.PresenceHub;
import io.kith.sharding.presence.PresencePublisher;
import io.kith.sharding.presence.Question;
import io.kith.sharding.wire.WireForm;
import java.util.ArrayList;
import java.util.List;

/// What publishers, hubs and directories of presence say to each other.
final class PresenceForms {

    private PresenceForms() {}

    static List<WireForm<?>> all() {
        return List.of(
                WireForm.of(
                        90,
                        PresenceBatch.class,
                        message -> PresenceWire.Batch.newBuilder()
                                .setPublisher(write(message.publisher()))
                                .setNumber(message.number())
                                .addAllEvents(writeEvents(message.events()))
                                .build(),
                        PresenceWire.Batch.parser(),
                        wire -> new PresenceBatch(
                                node(wire.getPublisher()), wire.getNumber(), events(wire.getEventsList()))),
                WireForm.of(
                        91,
                        PresencePublisher.Gap.class,
                        message -> PresenceWire.BatchGap.newBuilder()
                                .setHub(message.hub())
                                .setFrom(message.from())
                                .build(),
                        PresenceWire.BatchGap.parser(),
                        wire -> new PresencePublisher.Gap(wire.getHub(), wire.getFrom())),
                WireForm.of(
                        92,
                        PresenceHub.Reset.class,
                        message -> PresenceWire.BatchReset.newBuilder()
                                .setPublisher(write(message.publisher()))
                                .setNumber(message.number())
                                .build(),
                        PresenceWire.BatchReset.parser(),
                        wire -> new PresenceHub.Reset(node(wire.getPublisher()), wire.getNumber())),
                WireForm.of(
                        93,
                        Directory.Update.class,
                        message -> PresenceWire.Batch.newBuilder()
                                .setPublisher(write(message.publisher()))
                                .setNumber(message.number())
                                .addAllEvents(writeEvents(message.events()))
                                .build(),
                        PresenceWire.Batch.parser(),
                        wire -> new Directory.Update(
                                node(wire.getPublisher()), wire.getNumber(), events(wire.getEventsList()))),
                WireForm.of(
                        94,
                        PresencePublisher.Stored.class,
                        message -> PresenceWire.Stored.newBuilder()
                                .setNode(message.node())
                                .setNumber(message.number())
                                .addAllParts(message.parts())
                                .addAllAbsent(message.absent())
                                .addAllRefused(write(message.refused()))
                                .setStamp(message.stamp())
                                .build(),
                        PresenceWire.Stored.parser(),
                        wire -> new PresencePublisher.Stored(
                                wire.getNode(),
                                wire.getNumber(),
                                wire.getPartsList(),
                                wire.getAbsentList(),
                                Hashes.of(wire.getRefusedList()),
                                wire.getStamp())),
                WireForm.of(
                        95,
                        PresencePublisher.Refill.class,
                        message -> PresenceWire.Refill.newBuilder()
                                .setNode(message.node())
                                .setPart(message.part())
                                .build(),
                        PresenceWire.Refill.parser(),
                        wire -> new PresencePublisher.Refill(wire.getNode(), wire.getPart())),
                WireForm.of(
                        96,
                        Directory.Refilled.class,
                        message -> PresenceWire.Refilled.newBuilder()
                                .setPublisher(write(message.publisher()))
                                .setPart(message.part())
                                .addAllAnnounced(writeEvents(message.announced()))
                                .setLast(message.last())
                                .build(),
                        PresenceWire.Refilled.parser(),
                        wire -> new Directory.Refilled(
                                node(wire.getPublisher()),
                                wire.getPart(),
                                events(wire.getAnnouncedList()),
                                wire.getLast())),
                WireForm.of(
                        97,
                        Directory.Ask.class,
                        message -> {
                            var wire = PresenceWire.Ask.newBuilder()
                                    .setHub(message.hub())
                                    .setNumber(message.number());
                            message.questions()
                                    .forEach(question -> wire.addQuestions(PresenceWire.Question.newBuilder()
                                            .setViewer(question.viewer())
                                            .addAllContacts(write(question.contacts()))
                                            .build()));
                            return wire.build();
                        },
                        PresenceWire.Ask.parser(),
                        wire -> new Directory.Ask(
                                wire.getHub(),
                                wire.getNumber(),
                                wire.getQuestionsList().stream()
                                        .map(question -> new Question(
                                                question.getViewer(), Hashes.of(question.getContactsList())))
                                        .toList())),
                WireForm.of(
                        98,
                        PresenceHub.Answer.class,
                        message -> PresenceWire.Answer.newBuilder()
                                .setNode(message.node())
                                .setNumber(message.number())
                                .addAllFound(message.found().stream()
                                        .map(PresenceForms::write)
                                        .toList())
                                .addAllAbsent(message.absent())
                                .setLast(message.last())
                                .build(),
                        PresenceWire.Answer.parser(),
                        wire -> new PresenceHub.Answer(
                                wire.getNode(),
                                wire.getNumber(),
                                wire.getFoundList().stream()
                                        .map(PresenceForms::found)
                                        .toList(),
                                wire.getAbsentList(),
                                wire.getLast())),
                WireForm.of(
                        99,
                        PresenceHub.Login.class,
                        message -> PresenceWire.Login.newBuilder()
                                .setConnection(SharedForms.write(message.connection()))
                                .setFull(message.full().toString())
                                .addAllWatched(write(message.watched()))
                                .build(),
                        PresenceWire.Login.parser(),
                        wire -> new PresenceHub.Login(
                                edge(wire.getConnection()), jid(wire.getFull()), Hashes.of(wire.getWatchedList()))),
                WireForm.of(
                        100,
                        PresenceHub.Watch.class,
                        message -> PresenceWire.Watch.newBuilder()
                                .setFull(message.full().toString())
                                .setContact(message.contact())
                                .build(),
                        PresenceWire.Watch.parser(),
                        wire -> new PresenceHub.Watch(jid(wire.getFull()), wire.getContact())),
                WireForm.of(
                        101,
                        PresenceHub.Unwatch.class,
                        message -> PresenceWire.Watch.newBuilder()
                                .setFull(message.full().toString())
                                .setContact(message.contact())
                                .build(),
                        PresenceWire.Watch.parser(),
                        wire -> new PresenceHub.Unwatch(jid(wire.getFull()), wire.getContact())),
                WireForm.of(
                        102,
                        PresenceHub.Logout.class,
                        message -> PresenceWire.Logout.newBuilder()
                                .setConnection(SharedForms.write(message.connection()))
                                .setFull(message.full().toString())
                                .build(),
                        PresenceWire.Logout.parser(),
                        wire -> new PresenceHub.Logout(edge(wire.getConnection()), jid(wire.getFull()))),
                WireForm.of(
                        103,
                        PresenceHub.Park.class,
                        message -> PresenceWire.Logout.newBuilder()
                                .setConnection(SharedForms.write(message.connection()))
                                .setFull(message.full().toString())
                                .build(),
                        PresenceWire.Logout.parser(),
                        wire -> new PresenceHub.Park(edge(wire.getConnection()), jid(wire.getFull()))),
                WireForm.of(
                        104,
                        PresenceHub.Recall.class,
                        message -> PresenceWire.Recall.newBuilder()
                                .setConnection(SharedForms.write(message.connection()))
                                .setFull(message.full().toString())
                                .addAllSeen(SharedForms.writeJids(message.seen()))
                                .build(),
                        PresenceWire.Recall.parser(),
                        wire -> new PresenceHub.Recall(
                                edge(wire.getConnection()),
                                jid(wire.getFull()),
                                SharedForms.jids(wire.getSeenList()))));
    }

    private static PresenceWire.NodeId write(NodeId node) {
        return PresenceWire.NodeId.newBuilder()
                .setNode(node.node())
                .setIncarnation(node.incarnation())
                .build();
    }

    private static NodeId node(PresenceWire.NodeId wire) {
        return new NodeId(wire.getNode(), wire.getIncarnation());
    }

    private static List<Long> write(Hashes hashes) {
        var wire = new ArrayList<Long>(hashes.size());
        hashes.forEach(wire::add);
        return wire;
    }

    private static List<ByteString> writeStanzas(List<Stanza> stanzas) {
        return stanzas.stream().map(SharedForms::write).toList();
    }

    private static List<Stanza> stanzas(List<ByteString> wire) {
        return wire.stream().map(SharedForms::stanza).toList();
    }

    private static PresenceWire.Found write(Found found) {
        return PresenceWire.Found.newBuilder()
                .setAccount(found.account())
                .setPublisher(write(found.publisher()))
                .setStamp(found.stamp())
                .addAllCurrent(writeStanzas(found.current()))
                .addAllLingering(writeStanzas(found.lingering()))
                .addAllViewers(write(found.viewers()))
                .build();
    }

    private static Found found(PresenceWire.Found wire) {
        return new Found(
                wire.getAccount(),
                node(wire.getPublisher()),
                wire.getStamp(),
                stanzas(wire.getCurrentList()),
                stanzas(wire.getLingeringList()),
                Hashes.of(wire.getViewersList()));
    }

    private static List<PresenceWire.Event> writeEvents(List<PresenceEvent> events) {
        var wire = new ArrayList<PresenceWire.Event>(events.size());
        for (var event : events) {
            wire.add(write(event));
        }
        return wire;
    }

    private static PresenceWire.Event write(PresenceEvent event) {
        var wire = PresenceWire.Event.newBuilder().setAccount(event.account()).setStamp(event.stamp());
        switch (event) {
            case PresenceEvent.Announced announced ->
                wire.setAnnounced(PresenceWire.Announced.newBuilder()
                        .addAllCurrent(writeStanzas(announced.current()))
                        .addAllAudience(write(announced.audience()))
                        .build());
            case PresenceEvent.Changed changed -> wire.setChanged(SharedForms.write(changed.presence()));
            case PresenceEvent.Shown shown ->
                wire.setShown(PresenceWire.Shown.newBuilder()
                        .setViewer(shown.viewer())
                        .addAllCurrent(writeStanzas(shown.current()))
                        .build());
            case PresenceEvent.Hidden hidden -> wire.setHidden(hidden.viewer());
            case PresenceEvent.Left _ -> wire.setLeft(true);
        }
        return wire.build();
    }

    /// Events of kinds that a newer node knows are left out.
    private static List<PresenceEvent> events(List<PresenceWire.Event> wire) {
        var events = new ArrayList<PresenceEvent>(wire.size());
        for (var event : wire) {
            var account = event.getAccount();
            var stamp = event.getStamp();
            switch (event.getWhatCase()) {
                case ANNOUNCED ->
                    events.add(new PresenceEvent.Announced(
                            account,
                            stamp,
                            stanzas(event.getAnnounced().getCurrentList()),
                            Hashes.of(event.getAnnounced().getAudienceList())));
                case CHANGED ->
                    events.add(new PresenceEvent.Changed(account, stamp, SharedForms.stanza(event.getChanged())));
                case SHOWN ->
                    events.add(new PresenceEvent.Shown(
                            account,
                            stamp,
                            event.getShown().getViewer(),
                            stanzas(event.getShown().getCurrentList())));
                case HIDDEN -> events.add(new PresenceEvent.Hidden(account, stamp, event.getHidden()));
                case LEFT -> events.add(new PresenceEvent.Left(account, stamp));
                case WHAT_NOT_SET -> {
                    // of a later release
                }
            }
        }
        return events;
    }
}
