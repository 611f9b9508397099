/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The self-contained jar: a launcher around Payara Micro that checks what it needs before it starts, and says what is missing
 * in one sentence. It knows the server only by its address. Nothing of the server may live here, and the server must not
 * need it: the WAR starts the same on any of its containers.
 */
package org.diamondconfig.run;
