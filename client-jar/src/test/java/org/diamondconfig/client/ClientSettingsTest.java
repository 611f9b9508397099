/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.diamondconfig.client.ClientSettings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientSettingsTest {

    private static ClientSettings resolve(
            Map<Setting, String> told, Map<String, String> properties, Map<String, String> environment) {
        return ClientSettings.resolve(told, properties::get, environment::get);
    }

    @Test
    void builderBeatsPropertyBeatsEnvironmentBeatsDefault() {
        Map<String, String> environment =
                Map.of("DIAMOND_CALL_TIMEOUT", "4s", "DIAMOND_APP", "e", "DIAMOND_RETRY_CAP", "9s");
        Map<String, String> properties = Map.of("diamond.call.timeout", "5s", "diamond.app", "p");

        ClientSettings settings = resolve(Map.of(Setting.APP, "b"), properties, environment);

        assertThat(settings.text(Setting.APP)).isEqualTo("b");
        assertThat(settings.duration(Setting.CALL_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.duration(Setting.RETRY_CAP)).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.duration(Setting.COMPARE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void defaultsAreUsable() {
        ClientSettings settings = resolve(Map.of(), Map.of("user.home", "/home/x"), Map.of());

        assertThat(settings.home()).isEqualTo(Path.of("/home/x/.diamond"));
        assertThat(settings.tuning().servers()).containsExactly(URI.create("http://127.0.0.1:8080/diamond-server"));
    }

    @Test
    void addressUrlsReplaceTheDefaultServerOnly() {
        Map<Setting, String> urls = Map.of(Setting.ADDRESS_URLS, "http://a/namesrv/addrs");

        assertThat(resolve(urls, Map.of(), Map.of()).tuning().servers()).isEmpty();
        assertThat(resolve(urls, Map.of("diamond.servers", "h"), Map.of())
                        .tuning()
                        .servers())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CALL_TIMEOUT, 3",
        "CALL_TIMEOUT, 3h",
        "CALL_TIMEOUT, -3s",
        "CALL_TIMEOUT, 99ms",
        "CALL_TIMEOUT, s",
        "SUBSCRIPTIONS, x",
        "SUBSCRIPTIONS, -1",
        "BODY, 1",
        "POLLING_ONLY, yes",
        "CALL_TIMEOUT, 9999999999s"
    })
    void refusedValueNamesTheSetting(Setting setting, String value) {
        ClientSettings settings = resolve(Map.of(setting, value), Map.of(), Map.of());

        assertThatIllegalArgumentException().isThrownBy(settings::tuning).withMessageStartingWith(setting.key() + ": ");
    }

    @Test
    void trustStoreThatIsNotThere_isRefusedWhereTheClientIsBuilt(@TempDir Path home) {
        Path missing = home.resolve("ca.pem");
        ClientSettings settings = resolve(Map.of(), Map.of(), Map.of("DIAMOND_TLS_TRUST_STORE", missing.toString()));

        assertThatIllegalArgumentException()
                .isThrownBy(settings::tls)
                .withMessage("diamond.tls.trust-store: " + missing + " is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiamondClient.builder()
                        .home(home)
                        .with(Setting.TLS_TRUST_STORE, missing.toString())
                        .build())
                .withMessageStartingWith("diamond.tls.trust-store: ");
    }

    @ParameterizedTest
    @EnumSource
    void everySettingStandsInTheReadme(Setting setting) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(setting.row());
    }
}
