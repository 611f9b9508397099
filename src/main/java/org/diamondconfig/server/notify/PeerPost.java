/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Outbound;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.peer.PeerSeal;
import org.diamondconfig.server.peer.Purpose;

/** The post over HTTP: signed messages to the other node. Thread-safe. */
@Component
final class PeerPost implements Lane.Post {

    private static final int ACCEPTED = 202;

    private final PeerSeal seal;
    private final Outbound outbound;
    private final Trace trace;

    @Inject
    PeerPost(PeerSeal seal, Outbound outbound, Trace trace) {
        this.seal = seal;
        this.outbound = outbound;
        this.trace = trace;
    }

    @Override
    public CompletableFuture<Integer> send(Member peer, List<ConfigChanged> notices) {
        byte[] body = NoticeCodec.encode(notices);
        Map<String, String> headers;
        try {
            headers = seal.headers(peer, Purpose.NOTIFY, body);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
        return outbound.post(Purpose.NOTIFY.at(peer), headers, body).thenApply(reply -> {
            notices.forEach(notice -> mark(notice, peer, reply.status()));
            return reply.status();
        });
    }

    private void mark(ConfigChanged notice, Member peer, int status) {
        String how = status == ACCEPTED ? "told " : status + " from ";
        trace.mark(Trace.Step.NOTIFY, notice.key(), notice.version(), how + peer.address());
    }
}
