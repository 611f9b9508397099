/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way back through a servlet that is asynchronous and writes without blocking. */
final class ServletOutlet implements Outlet, WriteListener, AsyncListener {

    private static final Logger LOG = System.getLogger("diamond.live");

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Set before the container may call. */
    private volatile Ear ear;

    /** Whether the container has said that this may be written to; before, its answer to that question is not to be relied upon. */
    private volatile boolean open;

    ServletOutlet(AsyncContext context) throws IOException {
        this.context = context;
        out = context.getResponse().getOutputStream();
        context.setTimeout(0);
    }

    @Override
    public void begin(Ear listening) {
        ear = listening;
        context.addListener(this);
        out.setWriteListener(this);
    }

    @Override
    public boolean isReady() {
        return open && out.isReady();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "a stream of events was over already", e);
            }
        }
    }

    @Override
    public void onWritePossible() {
        open = true;
        ear.writable();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "the reader of a stream of events has gone", failure);
        ear.gone();
    }

    @Override
    public void onError(AsyncEvent event) {
        ear.gone();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        ear.gone();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ear.gone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts it again.
    }
}
