package io.kith.sharding.link;

import io.kith.sharding.wire.Chunk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One link in a hostile world, driven by one seed: what is under way is delivered, delayed, doubled, lost and
/// reordered; the receiver moves, with and without a word; the sender gets new epochs, or crashes and starts anew.
///
/// It knows what a link must do (`check`): within one receiver every message at most once and in order; nothing is
/// skipped that no receiver has accepted; nothing is let go that nobody accepted; never more kept than the bounds
/// allow; and once the world is quiet, everything offered has been accepted and confirmed.
class LinkWorld {

    static final int MESSAGES_MAX = 40;
    static final int BYTES_MAX = 300;
    private static final int UNDER_WAY_MAX = 200;
    private static final int QUIET_ROUNDS_MAX = 20;
    private static final int QUIET_DELIVERIES_MAX = 10_000;
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final LinkBounds<Line> BOUNDS = new LinkBounds<>(MESSAGES_MAX, BYTES_MAX, Line::weight, SILENCE);

    /// The `number`th message that the `sender`th incarnation of the sender was given.
    record Line(int sender, int number, int weight) {}

    sealed interface Packet {
        record Batch(long epoch, long first, List<Line> lines) implements Packet {}

        record Standing(Announcement announcement) implements Packet {}

        record Answer(Gap gap) implements Packet {}

        record Thanks(Confirmation confirmation) implements Packet {}

        record Farewell(Moving moving) implements Packet {}

        /// Of a batch that is too large for one message.
        record Part(Chunk chunk) implements Packet {}
    }

    private final Random random;
    private final int lossPercent;
    private final int doublePercent;
    private final int reorderPercent;
    private final int upheavalPermille;

    private final List<Packet> underWay = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private long epoch = 1;

    private LinkSender<Line> sender = new LinkSender<>(epoch, BOUNDS);
    private int senders = 1;
    private int offered;

    private LinkReceiver<Line> receiver = new LinkReceiver<>();
    private final List<Integer> acceptedUpTo = new ArrayList<>(List.of(0, 0));
    private int lastSenderHeard;
    private int lastNumberHeard;
    int accepted;
    int moves;

    LinkWorld(long seed) {
        random = new Random(seed);
        lossPercent = random.nextInt(40);
        doublePercent = random.nextInt(30);
        reorderPercent = random.nextInt(100);
        upheavalPermille = random.nextInt(20);
    }

    void step() {
        if (random.nextInt(1000) < upheavalPermille) {
            upheaval();
            return;
        }
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> offer();
            case 5 -> thank();
            case 6 -> passTime(Duration.ofMillis(random.nextInt(600)));
            default -> something();
        }
        check(sender.unconfirmedCount() <= MESSAGES_MAX, "more messages kept than the bound");
        check(sender.unconfirmedBytes() <= BYTES_MAX, "more bytes kept than the bound");
    }

    void quieten() {
        for (var round = 0; round < QUIET_ROUNDS_MAX && !settled(); round++) {
            for (var delivered = 0; !underWay.isEmpty(); delivered++) {
                check(delivered < QUIET_DELIVERIES_MAX, "the two ends never come to rest");
                deliver(underWay.removeFirst());
            }
            thank();
            passTime(SILENCE);
        }
        check(acceptedUpTo.get(senders) == offered, "offered " + offered + ", accepted " + acceptedUpTo.get(senders));
        check(sender.unconfirmed().isEmpty(), sender.unconfirmedCount() + " never confirmed");
        check(sender.isIdle(), "a queue is kept for nothing");
        check(sender.unconfirmedBytes() == 0, "bytes are counted that are not kept");
    }

    private boolean settled() {
        return underWay.isEmpty() && sender.unconfirmed().isEmpty();
    }

    private void offer() {
        var line = new Line(senders, offered + 1, 1 + random.nextInt(20));
        switch (sender.offer(line)) {
            case Offered.Numbered<Line>(var at, var seq, var message) -> {
                offered++;
                send(new Packet.Batch(at, seq, List.of(message)));
            }
            case Offered.Full<Line> _ ->
                check(
                        sender.unconfirmedCount() == MESSAGES_MAX
                                || sender.unconfirmedBytes() + line.weight() > BYTES_MAX,
                        "refused with room left");
        }
    }

    private void something() {
        if (underWay.isEmpty()) {
            return;
        }
        var index = random.nextInt(100) < reorderPercent ? random.nextInt(underWay.size()) : 0;
        if (random.nextInt(100) < lossPercent) {
            underWay.remove(index);
        } else if (random.nextInt(100) < doublePercent) {
            deliver(underWay.get(index));
        } else {
            deliver(underWay.remove(index));
        }
    }

    private void upheaval() {
        switch (random.nextInt(4)) {
            case 0 -> move();
            case 1 -> {
                send(new Packet.Farewell(receiver.moving()));
                move();
            }
            case 2 -> resend(sender.newEpoch(++epoch));
            default -> crashSender();
        }
    }

    private void move() {
        receiver = new LinkReceiver<>();
        lastSenderHeard = 0;
        lastNumberHeard = 0;
        moves++;
    }

    private void crashSender() {
        epoch += 1 + random.nextInt(3);
        sender = new LinkSender<>(epoch, BOUNDS);
        senders++;
        offered = 0;
        acceptedUpTo.add(0);
        if (random.nextBoolean()) {
            send(new Packet.Standing(sender.announcement()));
        }
    }

    private void passTime(Duration time) {
        now = now.plus(time);
        sender.tick(now).ifPresent(announcement -> send(new Packet.Standing(announcement)));
    }

    void thank() {
        receiver.confirmation().ifPresent(confirmation -> send(new Packet.Thanks(confirmation)));
    }

    private void resend(Resend<Line> again) {
        send(new Packet.Standing(again.opening()));
        var lines = again.messages();
        for (var start = 0; start < lines.size(); ) {
            var end = Math.min(lines.size(), start + 1 + random.nextInt(8));
            send(new Packet.Batch(again.opening().epoch(), again.first() + start, lines.subList(start, end)));
            start = end;
        }
    }

    void send(Packet packet) {
        underWay.add(packet);
        if (underWay.size() > UNDER_WAY_MAX) {
            underWay.remove(random.nextInt(underWay.size()));
        }
    }

    Instant now() {
        return now;
    }

    /// A part of a batch has come.
    void arrived(Chunk chunk) {
        throw new AssertionError("nothing is cut here");
    }

    void deliver(Packet packet) {
        switch (packet) {
            case Packet.Part(var chunk) -> arrived(chunk);
            case Packet.Batch(var at, var first, var lines) -> act(receiver.receive(at, first, lines));
            case Packet.Standing(var announcement) -> act(receiver.announced(announcement));
            case Packet.Answer(var gap) -> sender.onGap(gap.epoch(), gap.from()).ifPresent(this::resend);
            case Packet.Thanks(var confirmation) -> {
                sender.confirm(confirmation.epoch(), confirmation.upTo());
                checkNothingUnacceptedIsLost();
            }
            case Packet.Farewell(var moving) -> {
                resend(sender.moving(moving));
                checkNothingUnacceptedIsLost();
            }
        }
    }

    private void act(Received<Line> received) {
        switch (received) {
            case Received.Accept<Line>(var lines) -> lines.forEach(this::accept);
            case Received.Missing<Line>(var gap) -> send(new Packet.Answer(gap));
            case Received.Duplicate<Line> _, Received.Early<Line> _, Received.StaleEpoch<Line> _ -> {}
        }
    }

    void accept(Line line) {
        accepted++;
        check(line.sender() >= lastSenderHeard, line + " after a line of a later sender");
        check(line.sender() > lastSenderHeard || line.number() > lastNumberHeard, line + " twice or out of order");
        var before = acceptedUpTo.get(line.sender());
        check(line.number() <= before + 1, line + " though " + (before + 1) + " was accepted by nobody");
        acceptedUpTo.set(line.sender(), Math.max(before, line.number()));
        lastSenderHeard = line.sender();
        lastNumberHeard = line.number();
    }

    private void checkNothingUnacceptedIsLost() {
        var letGo = offered - sender.unconfirmedCount();
        check(letGo <= acceptedUpTo.get(senders), letGo + " let go, accepted " + acceptedUpTo.get(senders));
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
