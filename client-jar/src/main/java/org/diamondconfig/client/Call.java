/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.io.IOException;

/** A call to a server. */
interface Call<T> {

    T make() throws IOException, InterruptedException;

    /** Makes it; whatever it throws says which key it was about. */
    static <T> T made(Record key, Call<T> call) {
        try {
            return call.make();
        } catch (IOException e) {
            throw DiamondException.of(key, e);
        } catch (IllegalArgumentException e) {
            throw new DiamondException(key + ": the answer cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw DiamondException.of(key, e);
        }
    }
}
