/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unprocessable;
import org.diamondconfig.server.store.Statement;

/**
 * Requests that carried an Idempotency-Key and took effect: (subject, key), what was asked for, and the outcome, written in
 * the transaction of the effect. Thread-safe.
 */
@Component
public final class RequestStore {

    private static final int CHUNK = 1000;

    /**
     * A request that somebody has given a name. Immutable.
     *
     * @param subject who asks, at most 128 characters
     * @param name the Idempotency-Key
     * @param fingerprint of what is asked for
     */
    public record Named(String subject, String name, String fingerprint) {}

    /** What tells a request of these parts from any other: two have the same only if all parts are the same. */
    public static String fingerprint(Object... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : parts) {
                byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java platform must have", e);
        }
    }

    /**
     * The outcome, as its capability wrote it, if this request took effect before.
     *
     * @throws Unprocessable if the name stands for another request of the subject
     */
    public Optional<String> outcome(EntityManager entities, Named request) {
        return Optional.ofNullable(outcomes(entities, List.of(request)).get(request));
    }

    /**
     * The outcomes of those of these requests that took effect before, each of its own name.
     *
     * @throws Unprocessable if a name stands for another request of the subject
     */
    public Map<Named, String> outcomes(EntityManager entities, List<Named> requests) {
        Map<Named, String> outcomes = new HashMap<>();
        requests.stream()
                .collect(Collectors.groupingBy(Named::subject))
                .forEach((subject, named) -> outcomes.putAll(outcomes(entities, subject, named)));
        return outcomes;
    }

    private static Map<Named, String> outcomes(EntityManager entities, String subject, List<Named> requests) {
        Map<String, Named> byName = requests.stream().collect(Collectors.toMap(Named::name, Function.identity()));
        List<String> names = List.copyOf(byName.keySet());
        String numbers =
                IntStream.range(0, names.size()).mapToObj(i -> "?" + (i + 2)).collect(Collectors.joining(", "));
        String some =
                "select request_key, fingerprint, outcome from request_outcome where subject = ?1 and request_key in ("
                        + numbers + ")";
        Map<Named, String> outcomes = new HashMap<>();
        for (Object[] row : Statement.of(entities, some, subject, names).rows()) {
            Named request = byName.get((String) row[0]);
            if (!row[1].equals(request.fingerprint())) {
                throw new Unprocessable(
                        "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key stands for another request of yours.");
            }
            outcomes.put(request, (String) row[2]);
        }
        return outcomes;
    }

    /** Records that a request takes effect in this transaction. */
    public void add(EntityManager entities, Named request, String outcome) {
        addAll(entities, Map.of(request, outcome));
    }

    /** Records that these requests, if any, take effect in this transaction, and the outcome of each. */
    public void addAll(EntityManager entities, Map<Named, String> outcomes) {
        if (!outcomes.isEmpty()) {
            List<List<String>> rows = outcomes.entrySet().stream()
                    .map(each -> List.of(
                            each.getKey().subject(),
                            each.getKey().name(),
                            each.getKey().fingerprint(),
                            each.getValue()))
                    .toList();
            Statement.insertAll(
                    entities,
                    "insert into request_outcome (subject, request_key, fingerprint, outcome, created_at)"
                            + " values (?1, ?2, ?3, ?4, NOW(6))",
                    rows);
        }
    }

    /** Deletes some that are older than 24 hours; whether there may be more. */
    public boolean forget(EntityManager entities) {
        return entities.createNativeQuery("delete from request_outcome"
                                + " where created_at < TIMESTAMPADD(HOUR, -24, NOW(6)) limit " + CHUNK)
                        .executeUpdate()
                == CHUNK;
    }
}
