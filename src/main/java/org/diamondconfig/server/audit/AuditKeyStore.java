/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Statement;

/**
 * The key that the trail is signed with: the secret that the database holds from its first change on, and the key file beside it
 * where the settings name one. Thread-safe. A node with another key than the trail was begun with changes nothing.
 */
@Component
final class AuditKeyStore {

    private static final int SECRET_BYTES = 32;
    private static final int MOST_FILE_BYTES = 4096;
    private static final int RETRY_AFTER_SECONDS = 30;

    /** The key of the store of this id. */
    private record Known(String storeId, Signer signer) {}

    private final Database database;
    private final byte[] file;
    private volatile Known known = new Known("", null);

    @Inject
    AuditKeyStore(Database database, Settings settings) {
        this.database = database;
        file = settings.isSet(Knob.AUDIT_KEY_FILE) ? read(settings.path(Knob.AUDIT_KEY_FILE)) : new byte[0];
    }

    private static byte[] read(Path path) {
        try {
            Set<PosixFilePermission> others = EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);
            others.retainAll(Files.getPosixFilePermissions(path));
            if (!others.isEmpty()) {
                throw unusable("others may read or write it; give it mode 0600", null);
            }
            long size = Files.size(path);
            if (size < SECRET_BYTES || size > MOST_FILE_BYTES) {
                throw unusable(
                        "it has " + size + " bytes, " + SECRET_BYTES + " to " + MOST_FILE_BYTES + " expected", null);
            }
            return Files.readAllBytes(path);
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable("it cannot be read", e);
        }
    }

    private static IllegalStateException unusable(String why, Exception cause) {
        return new IllegalStateException(Knob.AUDIT_KEY_FILE.key() + ": the file is not usable: " + why, cause);
    }

    /**
     * The signer of this store, within a transaction that may make it.
     *
     * @throws Unavailable AUDIT_KEY if this node has another key
     */
    Signer signer(EntityManager entities) {
        Optional<Signer> found = find(entities);
        if (found.isPresent()) {
            return found.get();
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Signer made = new Signer(secret, file);
        Statement.of(
                        entities,
                        "insert into audit_chain (slot, secret, key_check, sealer, sealer_at, cut, cut_mac, cut_signature)"
                                + " values (1, ?1, ?2, '', NOW(6), 0, '', '')",
                        HexFormat.of().formatHex(secret),
                        made.check())
                .execute();
        // Not kept: it holds only once this transaction is committed.
        return made;
    }

    /**
     * The signer of this store, if it has one.
     *
     * @throws Unavailable AUDIT_KEY if this node has another key
     */
    Optional<Signer> find(EntityManager entities) {
        String storeId = database.epoch().orElseThrow().storeId();
        Known last = known;
        if (last.storeId().equals(storeId)) {
            return Optional.of(last.signer());
        }
        Optional<Object[]> row = Statement.of(entities, "select secret, key_check from audit_chain where slot = 1")
                .row();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Signer signer = new Signer(HexFormat.of().parseHex((String) row.get()[0]), file);
        if (!signer.check().equals(row.get()[1])) {
            throw new Unavailable(
                    "AUDIT_KEY",
                    "The audit trail was begun with another key than this node has; changes are refused until "
                            + Knob.AUDIT_KEY_FILE.key() + " names the right file.",
                    RETRY_AFTER_SECONDS);
        }
        known = new Known(storeId, signer);
        return Optional.of(signer);
    }
}
