/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What an application learns about the providers of a service: datums of one key, each up, offline or down.
 *
 * <p>{@code DiamondClient.providers}, {@code provider} and {@code setState} are the ways in. Nothing here calls a server.
 */
package org.diamondconfig.client.provider;
