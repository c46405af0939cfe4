package io.kith.sharding.serialization;

import static io.kith.sharding.serialization.SharedForms.edge;
import static io.kith.sharding.serialization.SharedForms.jid;
import static io.kith.sharding.serialization.SharedForms.outs;
import static io.kith.sharding.serialization.SharedForms.stanza;
import static io.kith.sharding.serialization.SharedForms.streamError;
import static io.kith.sharding.serialization.SharedForms.write;

import com.google.protobuf.ByteString;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.wire.SessionWire;
import io.kith.sharding.edge.WrittenSight;
import io.kith.sharding.session.Delivery;
import io.kith.sharding.session.UserSession.Adopt;
import io.kith.sharding.session.UserSession.Attach;
import io.kith.sharding.session.UserSession.Deliver;
import io.kith.sharding.session.UserSession.DeliverAnnounced;
import io.kith.sharding.session.UserSession.DeliverConfirmed;
import io.kith.sharding.session.UserSession.DeliverGap;
import io.kith.sharding.session.UserSession.Detach;
import io.kith.sharding.session.UserSession.EdgeGone;
import io.kith.sharding.session.UserSession.EnableResume;
import io.kith.sharding.session.UserSession.End;
import io.kith.sharding.session.UserSession.Inbound;
import io.kith.sharding.session.UserSession.OutboundGap;
import io.kith.sharding.session.UserSession.Park;
import io.kith.sharding.session.UserSession.Reattach;
import io.kith.sharding.session.UserSession.Resume;
import io.kith.sharding.session.UserSession.Saw;
import io.kith.sharding.session.UserSession.Taken;
import io.kith.sharding.session.UserSession.Usable;
import io.kith.sharding.session.Via;
import io.kith.sharding.wire.WireForm;
import java.util.ArrayList;
import java.util.List;

/// What connections and other owners say to an account's owner.
final class SessionForms {

    private static final WireForm<Attach> ATTACH = WireForm.of(
            40,
            Attach.class,
            message -> SessionWire.Attach.newBuilder()
                    .setEdge(write(message.edge()))
                    .setAccount(message.account().toString())
                    .setResource(message.resource())
                    .setDevice(message.device())
                    .setProved(message.proved())
                    .build(),
            SessionWire.Attach.parser(),
            wire -> new Attach(
                    edge(wire.getEdge()),
                    jid(wire.getAccount()),
                    wire.getResource(),
                    wire.getDevice(),
                    wire.getProved()));

    private static final WireForm<Inbound> INBOUND = WireForm.of(
            42,
            Inbound.class,
            message -> SessionWire.Inbound.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setFirstN(message.firstN())
                    .addAllStanzas(writeAll(message.stanzas()))
                    .build(),
            SessionWire.Inbound.parser(),
            wire -> new Inbound(
                    edge(wire.getEdge()), wire.getEpoch(), wire.getFirstN(), stanzas(wire.getStanzasList())));

    private static final WireForm<Taken> TAKEN = WireForm.of(
            43,
            Taken.class,
            message -> SessionWire.Taken.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setConfirmedSeq(message.confirmedSeq())
                    .setTakenSeq(message.takenSeq())
                    .build(),
            SessionWire.Taken.parser(),
            wire -> new Taken(edge(wire.getEdge()), wire.getEpoch(), wire.getConfirmedSeq(), wire.getTakenSeq()));

    private static final WireForm<OutboundGap> OUTBOUND_GAP = WireForm.of(
            44,
            OutboundGap.class,
            message -> SessionWire.OutboundGap.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setFrom(message.from())
                    .build(),
            SessionWire.OutboundGap.parser(),
            wire -> new OutboundGap(edge(wire.getEdge()), wire.getEpoch(), wire.getFrom()));

    private static final WireForm<EnableResume> ENABLE_RESUME = WireForm.of(
            45,
            EnableResume.class,
            message -> SessionWire.EnableResume.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setBase(message.base())
                    .setResumeSeconds(message.resumeSeconds())
                    .build(),
            SessionWire.EnableResume.parser(),
            wire -> new EnableResume(edge(wire.getEdge()), wire.getEpoch(), wire.getBase(), wire.getResumeSeconds()));

    private static final WireForm<Park> PARK = WireForm.of(
            46,
            Park.class,
            message -> SessionWire.Park.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setBase(message.base())
                    .setResumeSeconds(message.resumeSeconds())
                    .setConfirmedSeq(message.confirmedSeq())
                    .setOutAcked(message.outAcked())
                    .addAllUnacked(write(message.unacked()))
                    .setInactive(message.inactive())
                    .addAllRooms(SharedForms.writeRooms(message.rooms()))
                    .build(),
            SessionWire.Park.parser(),
            wire -> new Park(
                    edge(wire.getEdge()),
                    wire.getEpoch(),
                    wire.getBase(),
                    wire.getResumeSeconds(),
                    wire.getConfirmedSeq(),
                    wire.getOutAcked(),
                    outs(wire.getUnackedList()),
                    wire.getInactive(),
                    SharedForms.rooms(wire.getRoomsList())));

    private static final WireForm<Resume> RESUME = WireForm.of(
            47,
            Resume.class,
            message -> SessionWire.Resume.newBuilder()
                    .setEdge(write(message.edge()))
                    .setAccount(message.account().toString())
                    .setSessionId(message.sessionId())
                    .setH(message.h())
                    .setProved(message.proved())
                    .build(),
            SessionWire.Resume.parser(),
            wire -> new Resume(
                    edge(wire.getEdge()), jid(wire.getAccount()), wire.getSessionId(), wire.getH(), wire.getProved()));

    private static final WireForm<Detach> DETACH = WireForm.of(
            48,
            Detach.class,
            message -> SessionWire.Detach.newBuilder()
                    .setEdge(write(message.edge()))
                    .setEpoch(message.epoch())
                    .setClean(message.clean())
                    .setTakenSeq(message.takenSeq())
                    .build(),
            SessionWire.Detach.parser(),
            wire -> new Detach(edge(wire.getEdge()), wire.getEpoch(), wire.getClean(), wire.getTakenSeq()));

    private static final WireForm<Deliver> DELIVER = WireForm.of(
            49,
            Deliver.class,
            message -> SessionWire.Deliver.newBuilder()
                    .setFrom(message.from().toString())
                    .setEpoch(message.epoch())
                    .setFirstSeq(message.firstSeq())
                    .addAllItems(deliveries(message.items()))
                    .build(),
            SessionWire.Deliver.parser(),
            wire -> new Deliver(
                    jid(wire.getFrom()), wire.getEpoch(), wire.getFirstSeq(), readDeliveries(wire.getItemsList())));

    private static final WireForm<DeliverAnnounced> DELIVER_ANNOUNCED = WireForm.of(
            50,
            DeliverAnnounced.class,
            message -> SessionWire.DeliverAnnounced.newBuilder()
                    .setFrom(message.from().toString())
                    .setEpoch(message.epoch())
                    .setSince(message.since())
                    .setBase(message.base())
                    .setLast(message.last())
                    .build(),
            SessionWire.DeliverAnnounced.parser(),
            wire -> new DeliverAnnounced(
                    jid(wire.getFrom()), wire.getEpoch(), wire.getSince(), wire.getBase(), wire.getLast()));

    private static final WireForm<DeliverConfirmed> DELIVER_CONFIRMED = WireForm.of(
            51,
            DeliverConfirmed.class,
            message -> SessionWire.DeliverConfirmed.newBuilder()
                    .setBy(message.by().toString())
                    .setEpoch(message.epoch())
                    .setAccepted(message.accepted())
                    .setStored(message.stored())
                    .build(),
            SessionWire.DeliverConfirmed.parser(),
            wire -> new DeliverConfirmed(jid(wire.getBy()), wire.getEpoch(), wire.getAccepted(), wire.getStored()));

    private static final WireForm<DeliverGap> DELIVER_GAP = WireForm.of(
            52,
            DeliverGap.class,
            message -> SessionWire.DeliverGap.newBuilder()
                    .setBy(message.by().toString())
                    .setEpoch(message.epoch())
                    .setFrom(message.from())
                    .build(),
            SessionWire.DeliverGap.parser(),
            wire -> new DeliverGap(jid(wire.getBy()), wire.getEpoch(), wire.getFrom()));

    private static final WireForm<EdgeGone> EDGE_GONE = WireForm.of(
            53,
            EdgeGone.class,
            message -> SessionWire.EdgeGone.newBuilder()
                    .setNode(message.node())
                    .setIncarnation(message.incarnation())
                    .build(),
            SessionWire.EdgeGone.parser(),
            wire -> new EdgeGone(wire.getNode(), wire.getIncarnation()));

    private static final WireForm<Saw> SAW = WireForm.of(
            58,
            Saw.class,
            message -> SessionWire.Saw.newBuilder()
                    .setEdge(write(message.edge()))
                    .setFull(message.full().toString())
                    .addAllResources(SharedForms.writeJids(message.resources()))
                    .setEarlier(message.earlier())
                    .setLater(message.later())
                    .build(),
            SessionWire.Saw.parser(),
            wire -> new Saw(
                    edge(wire.getEdge()),
                    jid(wire.getFull()),
                    SharedForms.jids(wire.getResourcesList()),
                    wire.getEarlier(),
                    wire.getLater()));

    private static final WireForm<Reattach> REATTACH = WireForm.of(
            41, Reattach.class, SessionForms::writeReattach, SessionWire.Reattach.parser(), SessionForms::readReattach);

    private static final WireForm<Adopt> ADOPT =
            WireForm.of(54, Adopt.class, SessionForms::writeAdopt, SessionWire.Adopt.parser(), SessionForms::readAdopt);

    private static final WireForm<End> END = WireForm.of(
            55,
            End.class,
            message -> SessionWire.End.newBuilder()
                    .setResource(message.resource())
                    .setReason(write(message.reason()))
                    .setForget(message.forget())
                    .setSpare(message.spare())
                    .build(),
            SessionWire.End.parser(),
            wire -> new End(wire.getResource(), wire.getSpare(), streamError(wire.getReason()), wire.getForget()));

    private static final WireForm<Usable> USABLE = WireForm.of(
            59,
            Usable.class,
            _ -> SessionWire.Usable.getDefaultInstance(),
            SessionWire.Usable.parser(),
            _ -> new Usable());

    private SessionForms() {}

    static List<WireForm<?>> all() {
        return List.of(
                ATTACH,
                REATTACH,
                INBOUND,
                TAKEN,
                OUTBOUND_GAP,
                ENABLE_RESUME,
                PARK,
                RESUME,
                DETACH,
                DELIVER,
                DELIVER_ANNOUNCED,
                DELIVER_CONFIRMED,
                DELIVER_GAP,
                EDGE_GONE,
                ADOPT,
                END,
                SAW,
                USABLE);
    }

    private static SessionWire.Reattach writeReattach(Reattach message) {
        var wire = SessionWire.Reattach.newBuilder()
                .setEdge(write(message.edge()))
                .setEpoch(message.epoch())
                .setSessionId(message.sessionId())
                .setFull(message.full().toString())
                .setDevice(message.device())
                .setBase(message.base())
                .setResumeSeconds(message.resumeSeconds())
                .setHandled(message.handled())
                .setGivenLogId(message.givenLogId())
                .addAllUntakenLogIds(message.untakenLogIds())
                .setInterested(message.interested())
                .setNote(message.note())
                .addAllDirected(SharedForms.writeJids(message.directed()))
                .addAllRooms(SharedForms.writeRooms(message.rooms()));
        if (message.presence() != null) {
            wire.setPresence(write(message.presence()));
        }
        return wire.build();
    }

    private static Reattach readReattach(SessionWire.Reattach wire) {
        return new Reattach(
                edge(wire.getEdge()),
                wire.getEpoch(),
                wire.getSessionId(),
                jid(wire.getFull()),
                wire.getDevice(),
                wire.getBase(),
                wire.getResumeSeconds(),
                wire.getHandled(),
                wire.getGivenLogId(),
                wire.getUntakenLogIdsList(),
                wire.getInterested(),
                wire.getNote(),
                wire.getPresence().isEmpty() ? null : stanza(wire.getPresence()),
                SharedForms.jids(wire.getDirectedList()),
                SharedForms.rooms(wire.getRoomsList()));
    }

    private static SessionWire.Adopt writeAdopt(Adopt message) {
        var wire = SessionWire.Adopt.newBuilder()
                .setAccount(message.account().toString())
                .setSessionId(message.sessionId())
                .setFull(message.full().toString())
                .setDevice(message.device())
                .setBase(message.base())
                .setResumeSeconds(message.resumeSeconds())
                .setHandled(message.handled())
                .setOutAcked(message.outAcked())
                .addAllUnacked(write(message.unacked()))
                .setGivenLogId(message.givenLogId())
                .setInterested(message.interested())
                .setInactive(message.inactive())
                .setNote(message.note())
                .setUntil(message.until())
                .addAllSeen(SharedForms.writeJids(message.seen()))
                .addAllDirected(SharedForms.writeJids(message.directed()))
                .addAllRooms(SharedForms.writeRooms(message.rooms()));
        message.parting().forEach(edge -> wire.addParting(write(edge)));
        if (message.presence() != null) {
            wire.setPresence(write(message.presence()));
        }
        return wire.build();
    }

    private static Adopt readAdopt(SessionWire.Adopt wire) {
        return new Adopt(
                jid(wire.getAccount()),
                wire.getSessionId(),
                jid(wire.getFull()),
                wire.getDevice(),
                wire.getBase(),
                wire.getResumeSeconds(),
                wire.getHandled(),
                wire.getOutAcked(),
                outs(wire.getUnackedList()),
                wire.getGivenLogId(),
                wire.getInterested(),
                wire.getInactive(),
                wire.getNote(),
                wire.getPresence().isEmpty() ? null : stanza(wire.getPresence()),
                wire.getUntil(),
                SharedForms.jids(wire.getSeenList()),
                wire.getPartingList().stream().map(SharedForms::edge).toList(),
                SharedForms.jids(wire.getDirectedList()),
                SharedForms.rooms(wire.getRoomsList()));
    }

    private static List<ByteString> writeAll(List<Stanza> stanzas) {
        var wire = new ArrayList<ByteString>(stanzas.size());
        for (var stanza : stanzas) {
            wire.add(write(stanza));
        }
        return wire;
    }

    private static List<Stanza> stanzas(List<ByteString> wire) {
        var stanzas = new ArrayList<Stanza>(wire.size());
        for (var bytes : wire) {
            stanzas.add(stanza(bytes));
        }
        return stanzas;
    }

    private static List<SessionWire.Delivery> deliveries(List<Delivery> deliveries) {
        var wire = new ArrayList<SessionWire.Delivery>(deliveries.size());
        for (var delivery : deliveries) {
            var each = SessionWire.Delivery.newBuilder()
                    .setStanza(write(delivery.stanza()))
                    .setSenderId(delivery.senderId())
                    .setStore(delivery.store())
                    .setSession(delivery.session())
                    .setN(delivery.n());
            var via = delivery.via();
            if (via != null) {
                each.setVia(SessionWire.Via.newBuilder()
                        .setEdge(write(via.edge()))
                        .setPosition(via.position())
                        .setSight(WrittenSight.write(via.sight())));
            }
            wire.add(each.build());
        }
        return wire;
    }

    private static List<Delivery> readDeliveries(List<SessionWire.Delivery> wire) {
        var deliveries = new ArrayList<Delivery>(wire.size());
        for (var delivery : wire) {
            deliveries.add(new Delivery(
                    stanza(delivery.getStanza()),
                    delivery.getSenderId(),
                    delivery.getStore(),
                    delivery.hasVia()
                            ? new Via(
                                    edge(delivery.getVia().getEdge()),
                                    delivery.getVia().getPosition(),
                                    WrittenSight.read(delivery.getVia().getSight()))
                            : null,
                    delivery.getSession(),
                    delivery.getN()));
        }
        return deliveries;
    }
}
