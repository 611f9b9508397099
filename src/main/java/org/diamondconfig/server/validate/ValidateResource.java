/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;

/** Tells whoever was let in what is wrong with a content, and where; nothing is kept of it. Thread-safe. */
@Component
@Path("/validate")
public class ValidateResource {

    /** Contents that are longer, in characters, wait for each other. */
    private static final int SMALL = 64 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Set<String> PARAMETERS = Set.of("type");

    private final Access access;
    private final long maxContent;

    /** One of those at a time: each may take some ten times its length of memory. */
    private final Turns large = new Turns(
            1, () -> new TooMany("VALIDATION_BUSY", "Other large contents are being looked at. Try again.", 2));

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ValidateResource() {
        this(null, null);
    }

    @Inject
    public ValidateResource(Access access, Settings settings) {
        this.access = access;
        maxContent = settings.bytes(Knob.CONTENT_MAX);
    }

    /** What is found in the raw body, whatever type its header says it has. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response validate(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, PARAMETERS);
        access.checkServer(Door.caller(request), Action.LOCATE);
        ConfigType type = query.choice("type", ConfigType.class)
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "type: say what the content is to be"));
        String content = Body.of(request, body).text(maxContent);
        Findings findings = content.length() <= SMALL ? Validation.of(type, content) : ofLarge(type, content);
        return Response.ok(json(findings), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private Findings ofLarge(ConfigType type, String content) {
        large.await(PATIENCE);
        try {
            return Validation.of(type, content);
        } finally {
            large.give();
        }
    }

    private static byte[] json(Findings findings) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("valid", findings.isValid())
                .name("problems")
                .array();
        for (Findings.Finding finding : findings.list()) {
            json.object()
                    .field("line", finding.line())
                    .field("column", finding.column())
                    .field("severity", finding.severity().wireName())
                    .field("code", finding.code())
                    .field("message", finding.sentence())
                    .endObject();
        }
        return json.endArray().endObject().toUtf8();
    }
}
