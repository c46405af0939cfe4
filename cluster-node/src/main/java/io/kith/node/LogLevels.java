package io.kith.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kith.node.settings.Settings;
import org.slf4j.LoggerFactory;

/// How much is logged, changed while the node runs.
public final class LogLevels {

    private LogLevels() {}

    /// Libraries say less than Kith, but for those who ask for everything.
    public static void set(Settings.LogLevel level) {
        var own = Level.toLevel(level.name());
        logger("io.kith").setLevel(own);
        logger("akka").setLevel(level == Settings.LogLevel.TRACE ? Level.DEBUG : Level.WARN);
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
