/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Faults under traffic: client processes that write, read and listen while servers and the database are killed and links fail,
 * and write down what they did and were told, for the history checker to judge.
 *
 * <p>One process is the {@link org.diamondconfig.system.campaign.Campaign}: it starts the cluster and the clients, makes the
 * faults, and asks at quiet moments whether all is right. The others are {@link org.diamondconfig.system.campaign.Worker}s, which
 * know the client jar only.
 */
package org.diamondconfig.system.campaign;
