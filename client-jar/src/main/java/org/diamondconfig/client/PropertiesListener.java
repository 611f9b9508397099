/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

/** What an application does when properties change. Called as {@link ConfigListener} is. */
@FunctionalInterface
public interface PropertiesListener {

    /** Called first with everything as added, then whenever at least one property differs. */
    void onChange(PropertiesChange change);
}
