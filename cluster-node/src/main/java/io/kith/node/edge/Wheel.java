package io.kith.node.edge;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// When each connection wants to be woken: one clock for all of them, so that none has a timer of its own.
///
/// A number stands in the slot of its time; turning gives the numbers of all slots that have
/// passed. Late by one slot at most, and early when the time is beyond the wheel, whose horizon is
/// [#SLOTS] slots: who is woken asks again. A number may stand in it several times. Safe for use by
/// several threads.
final class Wheel {

    static final int SLOTS = 1_024;

    private final long slotMillis;
    private final long[][] slots = new long[SLOTS][];
    private final int[] sizes = new int[SLOTS];
    private long turnedTo;

    Wheel(long slotMillis, long nowMillis) {
        this.slotMillis = slotMillis;
        this.turnedTo = nowMillis / slotMillis;
    }

    /// @return when it will be woken, at the earliest
    synchronized long add(long number, long atMillis) {
        var wanted = (atMillis + slotMillis - 1) / slotMillis;
        var turn = Math.clamp(wanted, turnedTo + 1, turnedTo + SLOTS - 1);
        var slot = (int) (turn % SLOTS);
        var there = slots[slot];
        if (there == null) {
            there = new long[4];
            slots[slot] = there;
        } else if (sizes[slot] == there.length) {
            there = Arrays.copyOf(there, 2 * there.length);
            slots[slot] = there;
        }
        there[sizes[slot]++] = number;
        return turn * slotMillis;
    }

    /// Gives every number whose time has come; `due` may add numbers again.
    void turn(long nowMillis, LongConsumer due) {
        while (true) {
            long[] there;
            int size;
            synchronized (this) {
                if (turnedTo >= nowMillis / slotMillis) {
                    return;
                }
                turnedTo++;
                var slot = (int) (turnedTo % SLOTS);
                there = slots[slot];
                size = sizes[slot];
                slots[slot] = null;
                sizes[slot] = 0;
            }
            for (var i = 0; i < size; i++) {
                due.accept(there[i]);
            }
        }
    }
}
