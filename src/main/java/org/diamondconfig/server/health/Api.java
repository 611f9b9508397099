/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The native API's root. Its resources and mappers are those that the container finds. */
@ApplicationPath("/api/v1")
public class Api extends Application {}
