/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.provider.Provider;
import org.diamondconfig.client.provider.Provider.State;
import org.diamondconfig.client.provider.Provider.States;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client jar relies on in a server whose datums stand for providers. A subclass says where one is; each test uses a
 * group of its own, so that a server may keep what it has.
 */
public abstract class ProviderClientContract {

    @TempDir
    Path home;

    private final ConfigKey service = ConfigKey.of("providers-" + UUID.randomUUID(), "search");
    private DiamondClient client;

    /** The base URI of the server under test. */
    protected abstract URI server();

    @BeforeEach
    void openClient() {
        client = DiamondClient.builder()
                .servers(server().toString())
                .home(home)
                .with(Setting.CALL_TIMEOUT, "60s")
                .build();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void providers_areThoseThatAreUp_orAllWithTheirStates() {
        List.of("a:1", "b & c:1", "d:1").forEach(datumId -> client.publishDatum(service, datumId, "at " + datumId));

        assertThat(client.setState(service, "b & c:1", State.OFFLINE)).isTrue();
        assertThat(client.setState(service, "b & c:1", State.OFFLINE)).isFalse();
        client.setState(service, "d:1", State.DOWN);

        assertThat(client.providers(service, States.UP)).containsExactly(new Provider("a:1", "at a:1", State.UP, 0));
        assertThat(client.providers(service, States.ALL))
                .extracting(Provider::state)
                .containsExactly(State.UP, State.OFFLINE, State.DOWN);
    }

    @Test
    void provider_isOneThatIsUp_nowThisNowThat() {
        List.of("a:1", "b:1", "c:1").forEach(datumId -> client.publishDatum(service, datumId, "x"));
        client.setState(service, "c:1", State.DOWN);
        Set<String> seen = new HashSet<>();

        // That sixty coins fall alike happens once in more than 10^17 times.
        for (int turn = 0; turn < 60; turn++) {
            seen.add(client.provider(service).orElseThrow().datumId());
        }

        assertThat(seen).containsExactlyInAnyOrder("a:1", "b:1");
    }

    @Test
    void providerOfNone_isNone() {
        assertThat(client.provider(service)).isEmpty();
        assertThat(client.providers(service, States.ALL)).isEmpty();
        client.publishDatum(service, "a:1", "x");
        client.setState(service, "a:1", State.DOWN);

        assertThat(client.provider(service)).isEmpty();
        assertThat(client.providers(service, States.UP)).isEmpty();
    }

    @Test
    void wrongCalls_areRefused() {
        client.publishDatum(service, "a:1", "x");
        ConfigKey whole = ConfigKey.of(service.group(), "whole");
        client.publish(whole, "x");

        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> client.setState(service, "b:1", State.UP))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DATUM_NOT_FOUND"));
        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> client.providers(whole, States.UP))
                .satisfies(e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
    }
}
