/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A body that comes in, no faster than it is taken: what was not taken yet is the little that one read of the connection brings.
 * Written by the JDK's threads, taken by one.
 */
final class Pieces implements BodySubscriber<Pieces> {

    private static final int AHEAD = 2;

    /** What came; empty lists are the end. */
    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private long count; // of the thread that takes

    @Override
    public CompletionStage<Pieces> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
        subscription = granted;
        granted.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (buffers.isEmpty()) {
            subscription.request(1);
        } else {
            arrived.add(buffers);
        }
    }

    @Override
    public void onError(Throwable why) {
        failure = why;
        arrived.add(List.of());
    }

    @Override
    public void onComplete() {
        arrived.add(List.of());
    }

    /** Hands over what came, if anything did within this time. @return whether there may be more */
    boolean next(Consumer<ByteBuffer> each, long millis) throws IOException, InterruptedException {
        List<ByteBuffer> some = arrived.poll(millis, TimeUnit.MILLISECONDS);
        if (some == null) {
            return true;
        }
        if (some.isEmpty()) {
            if (failure != null) {
                throw new IOException("the answer was cut off: " + failure.getMessage(), failure);
            }
            return false;
        }
        for (ByteBuffer piece : some) {
            count += piece.remaining();
            each.accept(piece);
        }
        subscription.request(1);
        return true;
    }

    /** How many bytes were handed over. */
    long count() {
        return count;
    }

    /** Nothing more is wanted. */
    void cancel() {
        Flow.Subscription granted = subscription;
        if (granted != null) {
            granted.cancel();
        }
    }
}
