/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.watch.HeldPolls;

/** This node in this run: its id, which it keeps over restarts, and what it says of itself. Thread-safe. */
@Component
final class OwnNode {

    private static final int INCARNATION_BYTES = 8;

    private final ClusterDir dir;
    private final OwnAddress address;
    private final BooleanSupplier complete;
    private final BooleanSupplier draining;
    private final String incarnation;
    private final String software;

    /** Null before the start. */
    private volatile String id;

    @Inject
    OwnNode(ClusterDir dir, OwnAddress address, Dump dump, HeldPolls polls) {
        this(dir, address, dump::isComplete, polls.drain()::isWished);
    }

    /** For tests: {@code complete} says whether the dump is, {@code draining} whether clients are sent elsewhere. */
    OwnNode(ClusterDir dir, OwnAddress address, BooleanSupplier complete, BooleanSupplier draining) {
        this.dir = dir;
        this.address = address;
        this.complete = complete;
        this.draining = draining;
        byte[] random = new byte[INCARNATION_BYTES];
        new SecureRandom().nextBytes(random);
        incarnation = HexFormat.of().formatHex(random);
        software = version();
    }

    private static String version() {
        try (InputStream in = OwnNode.class.getResourceAsStream("version")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the id from the data folder. */
    void start() {
        id = dir.nodeId();
    }

    /** 32 hex characters; {@code ""} before the start. */
    String id() {
        String now = id;
        return now == null ? "" : now;
    }

    String incarnation() {
        return incarnation;
    }

    OwnAddress address() {
        return address;
    }

    /** As others are to see it, once it is known where they find it. */
    Optional<ClusterStore.Row> row() {
        return address.uri().map(uri -> new ClusterStore.Row(id(), incarnation, uri, software, state()));
    }

    /** As a member among the others. */
    Optional<Member> member() {
        return address.uri().map(uri -> new Member(id(), uri, state(), Optional.empty(), software));
    }

    private Member.State state() {
        if (!complete.getAsBoolean()) {
            return Member.State.LOADING;
        }
        return draining.getAsBoolean() ? Member.State.DRAINING : Member.State.READY;
    }

    /** Whether this is where this node is reached. */
    boolean isAt(URI other) {
        return address.uri().filter(other::equals).isPresent();
    }
}
