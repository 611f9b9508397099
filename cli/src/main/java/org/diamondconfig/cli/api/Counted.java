/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** A body being sent, and how much of it was. Thread-safe. */
final class Counted implements BodyPublisher {

    private final BodyPublisher body;
    private final AtomicLong count = new AtomicLong();

    Counted(BodyPublisher body) {
        this.body = body;
    }

    /** How many bytes were taken to be sent. */
    long count() {
        return count.get();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                reader.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer piece) {
                count.addAndGet(piece.remaining());
                reader.onNext(piece);
            }

            @Override
            public void onError(Throwable failure) {
                reader.onError(failure);
            }

            @Override
            public void onComplete() {
                reader.onComplete();
            }
        });
    }
}
