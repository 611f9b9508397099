/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * A small application on the client jar, to read and to redeploy. Nothing depends on it.
 */
package org.diamondconfig.sample;
