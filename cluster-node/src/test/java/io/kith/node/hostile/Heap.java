package io.kith.node.hostile;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/// What lives in this runtime's memory: of the node under attack and of the tests that attack it.
final class Heap {

    private Heap() {}

    /// Bytes on the heap after a collection, and beside it in buffers.
    static long bytes() {
        System.gc();
        var direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }
}
