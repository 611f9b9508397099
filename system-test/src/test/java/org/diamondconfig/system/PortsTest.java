/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void free_givesNoPortTwice_thoughNobodyListensYet() {
        List<Integer> ports = Ports.free(200);

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> !Ports.isTaken(port));
        assertThat(Ports.free(200)).doesNotContainAnyElementsOf(ports);
    }

    @Test
    void free_isToldToWhoeverElseLooksForOne_andIsInNobodysWay() throws Exception {
        int port = Ports.free();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

        assertThatThrownBy(() -> new DatagramSocket(address)).isInstanceOf(BindException.class);
        try (ServerSocket server = new ServerSocket()) {
            server.bind(address);
            assertThat(Ports.isTaken(port)).isTrue();
        }
    }
}
