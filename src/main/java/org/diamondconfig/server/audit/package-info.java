/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The audit trail: who changed what, who was refused, and the proof that nobody changed the trail.
 *
 * <p>Whoever changes something hands {@code AuditStore} an entry within the transaction of the change. Entries hold names,
 * versions and codes; nothing that could be a content or a secret may get in here. It may import {@code request} and what is
 * right of it; every capability that changes something imports it.
 */
package org.diamondconfig.server.audit;
