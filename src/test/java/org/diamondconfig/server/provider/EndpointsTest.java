/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.diamondconfig.server.edge.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final Endpoints ANY = networks("0.0.0.0/0, ::/0");

    private static Endpoints networks(String setting) {
        return new Endpoints(Settings.of(Map.of("diamond.check.networks", setting)));
    }

    @Test
    void withoutSetting_nothingIsDialled() {
        Endpoints none = new Endpoints(Settings.of(Map.of()));

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.dialable("127.0.0.1:80")).isEmpty();
        assertThat(none.objection("127.0.0.1:80")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1:80,true",
        "10.0.0.0/8,11.0.0.1:80,false",
        "192.168.4.0/22,192.168.7.255:1,true",
        "192.168.4.0/22,192.168.8.0:1,false",
        "10.1.2.3,10.1.2.3:65535,true",
        "10.1.2.3,10.1.2.2:65535,false",
        "10.1.2.3/32,10.1.2.3:80,true",
        "0.0.0.0/0,203.0.113.9:80,true",
        "fd00::/8,[fd12:3456::1]:80,true",
        "fd00::/8,[fe80::1]:80,false",
        "::1,[::1]:80,true",
        "::1,[0:0:0:0:0:0:0:1]:80,true",
        "2001:db8::/33,[2001:db8:7fff::]:80,true",
        "2001:db8::/33,[2001:db8:8000::]:80,false",
    })
    void network_holdsTheAddressesThatBeginAsItDoes(String network, String datumId, boolean dialled) {
        assertThat(networks(network).dialable(datumId).isPresent()).isEqualTo(dialled);
        assertThat(networks(network).objection(datumId).isEmpty()).isEqualTo(dialled);
    }

    @Test
    void networks_areSeparatedByCommas() {
        Endpoints two = networks("10.0.0.0/8,fd00::/8");

        assertThat(two.dialable("10.0.0.1:80")).isPresent();
        assertThat(two.dialable("[fd00::1]:80")).isPresent();
        assertThat(two.dialable("192.168.0.1:80")).isEmpty();
    }

    @Test
    void address_isThatOfTheText() {
        assertThat(ANY.dialable("10.0.200.7:8080").orElseThrow()).hasToString("/10.0.200.7:8080");
        assertThat(ANY.dialable("[2001:DB8::7:0:1]:443")
                        .orElseThrow()
                        .getAddress()
                        .getHostAddress())
                .isEqualTo("2001:db8:0:0:0:7:0:1");
        assertThat(ANY.dialable("[fd00::]:1").orElseThrow().getAddress().getHostAddress())
                .isEqualTo("fd00:0:0:0:0:0:0:0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "localhost:80",
                "example.org:80",
                "2130706433:80",
                "0x7f000001:80",
                "127.1:80",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "127.0.0.1:99999999999",
                "127.0.0.1:-1",
                "127.0.0.1:80 ",
                " 127.0.0.1:80",
                "127.0.0.1:80\n",
                "127.0.0.1:80/admin",
                "user@127.0.0.1:80",
                "http://127.0.0.1:80",
                "0127.0.0.1:80",
                "127.0.0.01:80",
                "256.0.0.1:80",
                "1.2.3:80",
                "1.2.3.4.5:80",
                "1..2.3:80",
                "\u0661\u0662\u0667.0.0.1:80",
                "127.0.0.1:\u0668\u0660",
                "::1:80",
                "[::1]",
                "[::1]:0",
                "[fe80::1%eth0]:80",
                "[abc]:80",
                "[1::2::3]:80",
                "[:::]:80",
                "[:1]:80",
                "[1:2:3:4:5:6:7]:80",
                "[1:2:3:4:5:6:7:8:9]:80",
                "[1:2:3:4:5:6:7::8]:80x",
                "[1:2:3:4:5:6:7:8::]:80",
                "[12345::1]:80",
                "[::127.0.0.1]:80",
                "[127.0.0.1]:80",
            })
    void datumId_thatIsNoAddressAndPort_isNotDialled(String datumId) {
        assertThat(ANY.dialable(datumId)).isEmpty();
        assertThat(ANY.objection(datumId)).hasValue("its datumId is not an IP address and a port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:80", "[::]:80", "224.0.0.1:80", "[ff02::1]:80"})
    void addressOfNoMachineOrOfMany_isInNoNetwork(String datumId) {
        assertThat(ANY.dialable(datumId)).isEmpty();
    }

    @Test
    void addressOfSix_thatStandsForOneOfFour_isJudgedAsThatOne() {
        assertThat(networks("::/0").dialable("[::ffff:a00:1]:80")).isEmpty();
        assertThat(networks("10.0.0.0/8").dialable("[::ffff:a00:1]:80").orElseThrow())
                .hasToString("/10.0.0.1:80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "fd00::/129",
                "fd00::1/64",
                "example.org/8",
                "10.0.0.0/8,",
                "10.0.0.0/8;fd00::/8",
                "/8",
            })
    void setting_thatIsNoNetwork_isRefusedByName(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> networks(setting))
                .withMessageStartingWith("diamond.check.networks: ");
    }
}
