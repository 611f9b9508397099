/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Zip files of any size in bounded memory: written as they are sent, without a time or anything else that differs from one to the next;
 * and read, however hostile they are, from a file of ours. No name in them ever becomes a path.
 */
package org.diamondconfig.server.archive;
