/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void nothingGiven_isTheLoopbackAnd8080AndTheHomeFolder() throws CannotStart {
        Options options = from(Map.of());

        assertThat(options.url()).isEqualTo("http://localhost:8080/diamond-server");
        assertThat(options.isOpen()).isTrue();
        assertThat(options.data()).isAbsolute().endsWithRaw(Path.of(".diamond", "server"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "8080.5", "99999999999"})
    void port_outsideOfItsRangeIsRefusedByName(String port) {
        CannotStart refusal = catchThrowableOfType(CannotStart.class, () -> from(Map.of("diamond.port", port)));

        assertThat(refusal).hasMessage("diamond.port: " + port + " is no port; give a number from 1 to 65535.");
        assertThat(refusal.exitCode()).isEqualTo(CannotStart.BAD_SETTING);
    }

    @Test
    void otherAddress_isNamedInTheUrlAndClosed() throws CannotStart {
        Options options = from(Map.of("diamond.address", "0.0.0.0", "diamond.data", "/var/lib/diamond"));

        assertThat(options.url()).isEqualTo("http://0.0.0.0:8080/diamond-server");
        assertThat(Greeting.of(options)).contains("It is closed", "/var/lib/diamond/initial-admin-secret");
    }

    @Test
    void openBeyondThisMachine_isRefused() {
        CannotStart refusal = catchThrowableOfType(
                CannotStart.class, () -> from(Map.of("diamond.address", "0.0.0.0", "diamond.access", "open")));

        assertThat(refusal).hasMessageContaining("diamond.access=open").hasMessageContaining("loopback");
    }

    @Test
    void otherWordForAccess_isRefused() {
        CannotStart refusal = catchThrowableOfType(CannotStart.class, () -> from(Map.of("diamond.access", "ajar")));

        assertThat(refusal).hasMessage("diamond.access: ajar; use open or closed.");
    }

    @Test
    void closed_onTheLoopback() throws CannotStart {
        assertThat(from(Map.of("diamond.access", "closed")).isOpen()).isFalse();
    }

    @Test
    void greeting_givesAddressFolderAndThreeCommands() throws CannotStart {
        Options options = from(Map.of("diamond.port", "9090", "diamond.data", "/var/lib/diamond"));

        assertThat(Greeting.of(options))
                .contains("Diamond is up at http://localhost:9090/diamond-server")
                .contains("http://localhost:9090/diamond-server/console/")
                .contains("/var/lib/diamond")
                .contains("It is open", "curl -X PUT", "curl --etag-save", "wait=30s");
    }

    @Test
    void tlsWithoutAKeyToShow_isRefused() {
        CannotStart none = catchThrowableOfType(CannotStart.class, () -> from(Map.of("diamond.tls.port", "8443")));
        CannotStart missing = catchThrowableOfType(
                CannotStart.class,
                () -> from(Map.of("diamond.tls.port", "8443", "diamond.tls.key-store", "/no/such.p12")));

        assertThat(none).hasMessageStartingWith("diamond.tls.key-store: ").hasMessageContaining("none is named");
        assertThat(missing).hasMessageStartingWith("diamond.tls.key-store: ").hasMessageContaining("/no/such.p12");
        assertThat(missing.exitCode()).isEqualTo(CannotStart.BAD_SETTING);
    }

    private static Options from(Map<String, String> given) throws CannotStart {
        return Options.from(given::get);
    }
}
