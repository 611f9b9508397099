/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/**
 * Tells the caller of input that {@code wire} refuses. Its messages have the form "field: rule" and hold no input; an
 * {@link IllegalArgumentException} of any other form or class comes from a defect of ours and is answered as one. Thread-safe.
 */
@Provider
public final class ArgumentMapper implements ExceptionMapper<IllegalArgumentException> {

    private static final Pattern FIELD_AND_RULE = Pattern.compile("[A-Za-z][A-Za-z0-9 ,.:\\[\\]-]*: .{1,300}");
    private static final Pattern NAME =
            Pattern.compile("((items|prefixes)\\[[0-9]+]\\.)?(namespace|group|dataId|prefix): .*");

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(IllegalArgumentException e) {
        return FailureMapper.problem(request, e).toResponse();
    }

    /** Of one that {@linkplain #isRefusal refuses input}. */
    static Problem problem(HttpServletRequest request, IllegalArgumentException e) {
        return Problem.of(request, 400, codeOf(e), e.getMessage());
    }

    /** Whether it refuses input, and is no defect. */
    static boolean isRefusal(IllegalArgumentException e) {
        return e.getClass() == IllegalArgumentException.class
                && e.getMessage() != null
                && FIELD_AND_RULE.matcher(e.getMessage()).matches();
    }

    /** INVALID_NAME when a name of a key is refused, else INVALID_BODY. */
    static String codeOf(IllegalArgumentException e) {
        return NAME.matcher(e.getMessage()).matches() ? "INVALID_NAME" : "INVALID_BODY";
    }
}
