/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The beginning of an answer's body; the rest is not taken. Confined to one answer. */
final class FirstBytes implements HttpResponse.BodySubscriber<String> {

    private final int max;
    private final StringBuilder taken = new StringBuilder();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private Flow.Subscription rest;

    FirstBytes(int max) {
        this.max = max;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        rest = subscription;
        rest.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> some) {
        for (ByteBuffer bytes : some) {
            while (bytes.hasRemaining() && taken.length() < max) {
                taken.append((char) (bytes.get() & 0xff));
            }
        }
        if (taken.length() >= max) {
            rest.cancel();
            body.complete(taken.toString());
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(taken.toString());
    }
}
