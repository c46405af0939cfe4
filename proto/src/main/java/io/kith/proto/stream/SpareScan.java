package io.kith.proto.stream;

import io.kith.proto.xml.XmlScan;
import org.jspecify.annotations.Nullable;

/// One scanner per thread for all the streams that it serves: a stream keeps one of its own only while it is in the
/// middle of an element.
final class SpareScan {

    private static final ThreadLocal<SpareScan> OF_THREAD = ThreadLocal.withInitial(SpareScan::new);

    private @Nullable XmlScan spare;

    private SpareScan() {}

    static XmlScan take() {
        var mine = OF_THREAD.get();
        var scan = mine.spare;
        mine.spare = null;
        return scan == null ? new XmlScan() : scan;
    }

    static void giveBack(XmlScan scan) {
        OF_THREAD.get().spare = scan;
    }
}
