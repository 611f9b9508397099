/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;

/**
 * Requests that carried an Idempotency-Key and took effect: (subject, key), what was asked for, and the outcome, written in
 * the transaction of the effect. Thread-safe.
 */
@Component
public final class RequestStore {

    private static final int CHUNK = 1000;

    /**
     * A request that took effect. Immutable.
     *
     * @param fingerprint of what was asked for
     * @param outcome as its capability wrote it
     */
    public record Request(String fingerprint, String outcome) {}

    /** The request that this subject named so, if it took effect. */
    public Optional<Request> find(EntityManager entities, String subject, String requestKey) {
        List<?> rows = entities.createNativeQuery(
                        "select fingerprint, outcome from request_outcome where subject = ?1 and request_key = ?2")
                .setParameter(1, subject)
                .setParameter(2, requestKey)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Request((String) row[0], (String) row[1]))
                .findFirst();
    }

    /** Records that a request takes effect in this transaction. */
    public void add(EntityManager entities, String subject, String requestKey, Request request) {
        entities.createNativeQuery(
                        "insert into request_outcome (subject, request_key, fingerprint, outcome, created_at)"
                                + " values (?1, ?2, ?3, ?4, NOW(6))")
                .setParameter(1, subject)
                .setParameter(2, requestKey)
                .setParameter(3, request.fingerprint())
                .setParameter(4, request.outcome())
                .executeUpdate();
    }

    /** Deletes some that are older than 24 hours; whether there may be more. */
    public boolean forget(EntityManager entities) {
        return entities.createNativeQuery("delete from request_outcome"
                                + " where created_at < TIMESTAMPADD(HOUR, -24, NOW(6)) limit " + CHUNK)
                        .executeUpdate()
                == CHUNK;
    }
}
