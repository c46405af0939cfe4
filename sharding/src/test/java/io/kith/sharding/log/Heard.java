package io.kith.sharding.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// All that Kith, or a library, logs, down to a level, until this is closed.
public final class Heard implements AutoCloseable {

    private final Logger logger;
    private final @Nullable Level before;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // whom it is about is known now, and not when it is read
            super.append(event);
        }
    };

    /// Listens to Kith from now on.
    public Heard(Level level) {
        this("io.kith", level);
    }

    /// Listens from now on to what loggers whose names begin so say.
    public Heard(String name, Level level) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(level);
        logger.setAdditive(false);
    }

    /// Each line as `LEVEL about trace message`, in order.
    public List<String> lines() {
        synchronized (appender) { // as it does itself, when a line comes from another thread
            return appender.list.stream().map(Heard::line).toList();
        }
    }

    private static String line(ILoggingEvent event) {
        var context = event.getMDCPropertyMap();
        return event.getLevel() + " " + context.getOrDefault(Chronicle.SESSION, "")
                + context.getOrDefault(Chronicle.ROOM, "") + " " + context.getOrDefault(Chronicle.TRACE, "-") + " "
                + event.getFormattedMessage();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(before);
        logger.setAdditive(true);
    }
}
