/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What client and server say to each other: the key and its grammar, the md5, the epoch, the probe, JSON, and file names.
 *
 * <p>Pure: no thread, no socket, no file is opened here, and nothing but the JDK is imported. It lives in the client jar and
 * is all of it that the server may use.
 */
package org.diamondconfig.wire;
