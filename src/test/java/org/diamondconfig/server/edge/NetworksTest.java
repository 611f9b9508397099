/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.128/25, 10.1.2.129, true",
        "10.1.2.128/25, 10.1.2.127, false",
        "192.168.0.7, 192.168.0.7, true",
        "192.168.0.7, 192.168.0.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "10.0.0.0/8, somewhere, false",
    })
    void network_holdsTheAddressesOfItsPrefix(String network, String address, boolean held) {
        assertThat(Networks.of(List.of(network)).hold(address)).isEqualTo(held);
    }

    @Test
    void noNetwork_isEveryAddress() {
        assertThat(Networks.of(List.of()).hold("8.8.8.8")).isTrue();
    }

    @Test
    void several_holdWhatAnyHolds() {
        Networks networks = Networks.of(List.of("10.0.0.0/8", "::1"));

        assertThat(networks.hold("10.0.0.1")).isTrue();
        assertThat(networks.hold("::1")).isTrue();
        assertThat(networks.hold("11.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.0/",
                "::/129",
                "10.0.0.256",
                "1.2.3.4/-1",
                "a/8"
            })
    void whatIsNoNetwork_isRefused_andNeverLookedUp(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.of(List.of(text)))
                .withMessageStartingWith("networks: ");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64, 2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:2::, 2001:db8:1:2:0:0:0:0/64, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:0/64, 2001:db8:1:2:0:0:0:0/64",
        "2001:0db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8::7, 2001:db8:0:0:0:0:0:0/64, 2001:db8:0:0:0:0:0:0/64",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:0/64, 0:0:0:0:0:0:0:0/64",
        "0:0:0:0:0:ffff:c000:207, 192.0.2.7/32, 192.0.2.0/24",
        "::ffff:192.0.2.7, 192.0.2.7/32, 192.0.2.0/24",
        "::FFFF:192.0.2.7, 192.0.2.7/32, 192.0.2.0/24",
        "::ffff:192.0.2.07, ::ffff:192.0.2.07, ::ffff:192.0.2.07",
        "fe80:0:0:0:1:2:3:4%eth0, fe80:0:0:0:0:0:0:0/64, fe80:0:0:0:0:0:0:0/64",
        "unix:/socket, unix:/socket, unix:/socket",
        "1.2.3.4.5.6, 1.2.3.4.5.6, 1.2.3.4.5.6"
    })
    void address_isCountedForItself_ofIpv6ForItsNetwork(String address, String holder, String around) {
        assertThat(Networks.holder(address)).isEqualTo(holder);
        assertThat(Networks.around(address, 24)).isEqualTo(around);
    }
}
