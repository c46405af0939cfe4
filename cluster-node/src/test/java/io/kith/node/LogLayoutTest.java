package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.kith.node.settings.Settings;
import io.kith.sharding.log.Chronicle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What `logback.xml` makes of a line.
final class LogLayoutTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLayoutTest.class.getResource("/logback.xml"));
    }

    private String line(Map<String, String> about) {
        var event = new LoggingEvent("", context.getLogger("io.kith.Tomb"), Level.DEBUG, "opens", null, null);
        event.setMDCPropertyMap(about);
        event.setTimeStamp(0);
        var stderr = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        var encoder = (PatternLayoutEncoder) stderr.getEncoder();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void each_line_has_the_node_whom_it_is_about_and_which_stanza() {
        context.putProperty("node", "verona:2552");

        assertThat(line(Map.of(Chronicle.SESSION, "juliet@capulet.example/balcony", Chronicle.TRACE, "abc:7")))
                .isEqualTo(
                        "1970-01-01T00:00:00.000Z DEBUG verona:2552 io.kith.Tomb juliet@capulet.example/balcony abc:7"
                                + " opens\n");
        assertThat(line(Map.of(Chronicle.ROOM, "tomb@conference.capulet.example")))
                .contains(" verona:2552 io.kith.Tomb tomb@conference.capulet.example - opens");
    }

    @Test
    void what_a_line_has_not_is_a_dash() {
        assertThat(line(Map.of())).contains(" DEBUG - io.kith.Tomb - - opens");
    }

    @Test
    void a_driver_that_reconnects_does_not_list_its_options_for_each_connection() {
        for (var noisy : new String[] {"pool.ChannelPool", "control.ControlConnection"}) {
            assertThat(context.getLogger("com.datastax.oss.driver.internal.core." + noisy)
                            .isWarnEnabled())
                    .as(noisy)
                    .isFalse();
        }
    }

    @Test
    void who_wants_to_see_each_stanza_does_not_see_each_step_of_an_actor() {
        try {
            LogLevels.set(Settings.LogLevel.TRACE);
            assertThat(LoggerFactory.getLogger("io.kith.Tomb").isTraceEnabled()).isTrue();
            assertThat(LoggerFactory.getLogger("akka.persistence.typed.internal.EventSourcedBehaviorImpl")
                            .isDebugEnabled())
                    .isFalse();
        } finally {
            LogLevels.set(Settings.LogLevel.INFO);
        }
    }
}
