/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a failed TLS connection means to the person who has to mend it. Stateless. */
public final class TlsFailure {

    private TlsFailure() {}

    /** A sentence that says what is wrong and where to look; none if it was not TLS that failed. */
    public static Optional<String> sentence(Throwable failure) {
        Optional<String> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> here = Optional.ofNullable(ofOne(cause));
            found = here.isPresent() ? here : found; // the innermost knows best
        }
        return found;
    }

    private static String ofOne(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "its certificate has expired (" + cause.getMessage() + ")";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "its certificate is not valid yet (" + cause.getMessage() + "), or this machine's clock is wrong";
        }
        if (cause instanceof CertPathBuilderException) {
            return "its certificate is signed by nobody who is trusted here; diamond.tls.trust-store names who is";
        }
        if (cause instanceof CertPathValidatorException) {
            return "its certificate is not accepted: " + cause.getMessage();
        }
        if (cause.getClass() == CertificateException.class) {
            return "its certificate is for another name: " + cause.getMessage();
        }
        return cause instanceof SSLException ? ofTheHandshake(String.valueOf(cause.getMessage())) : null;
    }

    private static String ofTheHandshake(String message) {
        if (message.contains("SSL message")) {
            return "it speaks no TLS at this port; is it an http:// address?";
        }
        return "the handshake failed (" + message
                + "); it may ask for a certificate, which diamond.tls.key-store names, or speak older TLS than 1.2";
    }
}
