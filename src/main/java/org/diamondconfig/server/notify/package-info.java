/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What nodes tell each other: key K is at version V. A lane to each peer sends it, an inbox takes it in. Who is no node may
 * give a hint, which has this node look for itself.
 *
 * <p>Notices make a change arrive at once; nothing depends on them, since every node sweeps the database. So everything here
 * is bounded, and drops what does not fit. No content travels between nodes.
 */
package org.diamondconfig.server.notify;
