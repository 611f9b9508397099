/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Who polls at this node: which client, what it holds, and what became of each change there, as its polls say it. In memory, and
 * bounded.
 *
 * <p>Nothing depends on it but what people are shown: it is told of polls by {@code watch} and holds up none of them. It knows no
 * other node; {@code audience} asks those.
 */
package org.diamondconfig.server.subscriber;
