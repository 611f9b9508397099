/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {

    @ParameterizedTest
    @CsvSource({
        "a,http://a:8080/diamond-server",
        "a:9,http://a:9/diamond-server",
        "A.Example:9,http://a.example:9/diamond-server",
        "http://a:9/x,http://a:9/x",
        "https://a/x/,https://a/x",
        "10.0.0.1,http://10.0.0.1:8080/diamond-server",
        "[::1]:9,http://[::1]:9/diamond-server",
        "127.0.0.1:9,http://127.0.0.1:9/diamond-server"
    })
    void address_hasOneForm(String written, URI meant) {
        assertThat(AddressList.address(written)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Welcome</body></html>",
                "http://",
                "http://u:p@a/x",
                "ftp://a/x",
                "file:///etc/passwd",
                "a:0",
                "a:65536",
                "a:99999999999",
                "a b",
                "http://a/x?y=1",
                "http://a/x#y",
                "169.254.169.254",
                "http://169.254.169.254/latest/meta-data",
                "[::ffff:169.254.169.254]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "100.100.100.200",
                "metadata.google.internal",
                "METADATA.google.internal:80",
                "0.0.0.0",
                "[::]",
                "224.0.0.1",
                "2852039166",
                "0xA9FEA9FE",
                "169.254.43518",
                "\u0000",
                "\u00e9.example"
            })
    void addressThatIsNoNodes_isRefusedWithItsPlaceInTheList_andNotRepeated(String written) {
        assertThatThrownBy(() -> AddressList.parse("a\n" + written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("node 2: ")
                .hasMessageNotContaining(written);
    }

    @Test
    void list_dropsDuplicatesRemarksAndBlankLines_andKeepsItsOrder() {
        assertThat(AddressList.parse("# ours\n b \r\n\na, b:8080\nhttp://B:8080/diamond-server\n"))
                .extracting(URI::getHost)
                .containsExactly("b", "a");
    }

    @Test
    void listOfNothing_isEmpty() {
        assertThat(AddressList.parse(" \n#\n")).isEmpty();
    }

    @Test
    void listWithTooManyLines_isRefused() {
        String lines = IntStream.rangeClosed(0, AddressList.MAX_LINES)
                .mapToObj(i -> "n" + i)
                .collect(Collectors.joining("\n"));

        assertThatThrownBy(() -> AddressList.parse(lines)).hasMessageContaining("more than 1000 nodes");
    }

    @Test
    void listOfAHundredThousandLines_isRefusedByItsLength() {
        assertThatThrownBy(() -> AddressList.parse("a\n".repeat(100_000))).hasMessageContaining("longer than");
    }
}
