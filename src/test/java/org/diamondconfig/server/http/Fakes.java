/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** What a container would hand to a servlet, as far as a test needs it. Stateless. */
public final class Fakes {

    private Fakes() {}

    /** One that does as this says. */
    public static <T> T fake(Class<T> type, InvocationHandler acts) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, acts));
    }

    /** A stream of an answer that is written at once. */
    public static ServletOutputStream into(ByteArrayOutputStream body) {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                body.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new AssertionError("nobody waits for the client");
            }
        };
    }
}
