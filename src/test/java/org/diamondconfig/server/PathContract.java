/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A path has one spelling, whatever the server that the application runs on makes of others. Over raw sockets, since a client
 * library would write a path anew.
 */
public abstract class PathContract {

    private static final String CONTENT = "kept from strangers";

    /** Where the server listens; the application is at {@code /diamond-server}. */
    protected abstract String host();

    protected abstract int port();

    /** Headers with their line ends by which somebody shows who he is, or nothing; the last is one who may do everything. */
    protected List<String> proofs() {
        return List.of("");
    }

    private String all() {
        return proofs().get(proofs().size() - 1);
    }

    private Reply send(byte[] request) throws IOException {
        try (RawHttp connection = new RawHttp(host(), port())) {
            return connection.exchange(request);
        }
    }

    @BeforeEach
    void publishWhatIsRead() throws IOException {
        RouteVisit publish =
                new RouteVisit("PUT", TestServer.CONTEXT + "/api/v1/config", RouteVisit.KEPT, "text/plain", CONTENT);
        assertThat(send(publish.with(all())).status()).isEqualTo(200);
    }

    /** So that what is refused by another spelling would have been answered by this one. */
    @TestFactory
    Stream<DynamicTest> plainRead_isAnsweredByItsOneSpelling() {
        return RouteVisit.ofHotReads()
                .map(visit -> dynamicTest(visit.toString(), () -> {
                    Reply reply = send(visit.with(all()));

                    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                    assertThat(reply.body()).contains(CONTENT);
                }));
    }

    /** Whoever writes it in another way gets nothing, whatever he might have by the right one. */
    @TestFactory
    Stream<DynamicTest> everyPath_writtenInAnotherWay_isAnsweredToNobody() throws IOException {
        return RouteVisit.all()
                .map(visit -> dynamicTest(visit.toString(), () -> {
                    for (String path : visit.otherSpellings()) {
                        for (String proof : proofs()) {
                            Reply reply = send(visit.at(path, proof));

                            assertThat(reply.status())
                                    .as("%s as %s: %s", path, proof, reply.body())
                                    .isBetween(400, 405);
                            assertThat(reply.body()).doesNotContain(CONTENT);
                        }
                    }
                }));
    }
}
