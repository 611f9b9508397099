/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.wire.ConfigKey;

/**
 * What one transaction has let grow, so that each of its changes is judged with those before it. Confined to that
 * transaction; when it does not commit, nothing is to be taken back.
 */
public final class Growth {

    private final Quotas quotas;
    private final Map<Scope, Amount> uncounted = new HashMap<>();

    Growth(Quotas quotas) {
        this.quotas = quotas;
    }

    /**
     * Lets a change of a key pass if neither its namespace nor its group would hold more than it may. What shrinks, or stays as
     * large as it is, always passes; so does what the server keeps for itself.
     *
     * @param by how much the key grows; asked only where there is a quota
     * @throws Forbidden QUOTA_EXCEEDED if it does not fit
     */
    public void require(ConfigKey key, Supplier<Amount> by) {
        if (key.namespace().equals(Access.RESERVED)) {
            return;
        }
        List<Scope> limited = Scope.of(key).stream()
                .filter(scope -> !quotas.of(scope).equals(Quota.NONE))
                .toList();
        if (limited.isEmpty()) {
            return;
        }
        Amount growth = by.get();
        limited.forEach(scope -> quotas.require(scope, growth, uncounted.getOrDefault(scope, Amount.NONE)));
        limited.forEach(scope -> uncounted.merge(scope, growth, Amount::plus));
    }
}
