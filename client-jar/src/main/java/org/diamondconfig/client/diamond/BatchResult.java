/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import java.util.List;

/**
 * What a batch of reads led to. Immutable.
 *
 * @param success whether the batch as a whole counts as done
 * @param items one for each dataId, in the order asked
 */
public record BatchResult(boolean success, List<Item> items) {

    /** The status of what there is. */
    public static final int EXISTS = 1;

    /** The status of what there is not. */
    public static final int ABSENT = 2;

    /** The status of what could not be found out. */
    public static final int FAILED = -1;

    /** Copies the list. */
    public BatchResult {
        items = List.copyOf(items);
    }

    /**
     * One of them. Immutable.
     *
     * @param status {@link #EXISTS}, {@link #ABSENT} or {@link #FAILED}
     * @param content {@code ""} unless it exists
     * @param md5 of the content in UTF-8; {@code ""} unless it exists
     * @param message why it failed; {@code ""} if it did not
     */
    public record Item(String dataId, String group, int status, String content, String md5, String message) {}
}
