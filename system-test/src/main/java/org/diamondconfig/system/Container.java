/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.util.List;

/** What differs between the application servers: how one is laid out and started. */
interface Container {

    /** Lays the server's own files out anew and answers the command that runs it in the foreground. */
    List<String> prepare(int port) throws IOException;
}
