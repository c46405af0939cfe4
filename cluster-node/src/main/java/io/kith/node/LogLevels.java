package io.kith.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.kith.node.settings.Settings;
import org.slf4j.LoggerFactory;

/// How much is logged, changed while the node runs, and by whom.
public final class LogLevels {

    private LogLevels() {}

    /// All lines of this process are of this node, whose name each shows.
    static void node(String name) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).putProperty("node", name);
    }

    /// Libraries say when something is wrong, and no more: TRACE is each stanza, not each step of an actor.
    public static void set(Settings.LogLevel level) {
        var own = Level.toLevel(level.name());
        logger("io.kith").setLevel(own);
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
