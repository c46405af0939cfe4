package io.kith.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SettingsReferenceTest {

    @Test
    void the_page_about_settings_is_what_the_defaults_say() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("write it anew: ./kith config reference > docs/configuration.md")
                .isEqualTo(SettingsReference.markdown());
    }

    @Test
    void every_setting_is_documented() {
        assertThat(KnownSettings.all())
                .allSatisfy(known ->
                        assertThat(known.documentation()).as(known.name().key()).endsWith("."));
    }

    @Test
    void every_setting_has_an_option_and_a_variable_of_its_own() {
        assertThat(KnownSettings.all().stream().map(known -> known.name().option()))
                .doesNotHaveDuplicates()
                .contains(
                        "--domain",
                        "--bind",
                        "--c2s-port",
                        "--c2s-tls-port",
                        "--admin-port",
                        "--data",
                        "--store",
                        "--cassandra",
                        "--registration",
                        "--allow-plaintext",
                        "--limits",
                        "--tls-cert",
                        "--tls-key");
        assertThat(KnownSettings.all().stream().map(known -> known.name().variable()))
                .doesNotHaveDuplicates();
    }
}
