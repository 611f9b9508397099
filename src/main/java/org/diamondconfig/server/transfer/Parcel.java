/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.io.IOException;
import java.util.Optional;
import org.diamondconfig.server.config.Publication;

/**
 * One configuration on its way. Immutable.
 *
 * @param item what is known of it; refused, and why, if there is no wish
 * @param wish what is to be published; empty if it was refused where it comes from
 */
public record Parcel(Item item, Optional<Publication> wish) {

    /** One that can be brought. */
    public static Parcel of(Item item, Publication wish) {
        return new Parcel(item, Optional.of(wish));
    }

    /** One that cannot, and the item says why. */
    public static Parcel refused(Item item) {
        return new Parcel(item, Optional.empty());
    }

    /** Takes what a transfer tells, one after the other. */
    @FunctionalInterface
    public interface Sink<T> {

        void take(T one) throws IOException;
    }

    /** What is brought: as many parcels, in the same order, each time. */
    @FunctionalInterface
    public interface Load {

        void each(Sink<Parcel> sink) throws IOException;
    }
}
