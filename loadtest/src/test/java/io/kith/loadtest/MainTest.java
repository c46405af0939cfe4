package io.kith.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class MainTest {

    @Test
    void each_scenario_explains_itself() {
        for (var name : Main.commandLine().getSubcommands().keySet()) {
            var said = new StringWriter();
            var code = Main.commandLine().setOut(new PrintWriter(said)).execute(name, "--help");

            assertThat(code).as(name).isZero();
            assertThat(said.toString()).startsWith("Usage: loadtest " + name).contains("--help");
        }
    }
}
