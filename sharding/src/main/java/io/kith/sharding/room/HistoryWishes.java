package io.kith.sharding.room;

import io.kith.proto.xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Reads what a joining client wants of the history (XEP-0045 §7.2.14). What is no number or date is no wish.
final class HistoryWishes {

    private HistoryWishes() {}

    static History.Wish read(Element history, Instant now) {
        var seconds = number(history, "seconds");
        var since = date(history);
        if (seconds >= 0) {
            var from = now.minusSeconds(Math.min(seconds, now.getEpochSecond()));
            since = since == null || from.isAfter(since) ? from : since; // the least that meets every wish
        }
        return new History.Wish(
                (int) Math.min(number(history, "maxstanzas"), Integer.MAX_VALUE), number(history, "maxchars"), since);
    }

    private static long number(Element history, String name) {
        try {
            return history.attribute(name)
                    .map(text -> Math.max(-1, Long.parseLong(text.strip())))
                    .orElse(-1L);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static @Nullable Instant date(Element history) {
        try {
            return history.attribute("since")
                    .map(text -> OffsetDateTime.parse(text.strip()).toInstant())
                    .orElse(null);
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
