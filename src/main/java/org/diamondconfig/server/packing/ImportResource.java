/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.archive.ArchiveException;
import org.diamondconfig.server.archive.Spool;
import org.diamondconfig.server.archive.ZipReader;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.server.transfer.Parcel;
import org.diamondconfig.server.transfer.Plan;
import org.diamondconfig.server.transfer.Policy;
import org.diamondconfig.server.transfer.Report;
import org.diamondconfig.server.transfer.Transfers;
import org.diamondconfig.server.transfer.Wishes;

/**
 * All configurations of a zip, brought to where they are to go, with a word on each while it goes on. The zip is kept in a file until
 * then, and looked at whole before anything is written. Thread-safe.
 */
@Component
@Path("/import")
public class ImportResource {

    private static final String LINES = "application/x-ndjson";
    private static final Set<String> PARAMETERS = Set.of("namespace", "policy", "dryRun", "plan", "comment");
    /** Most entries of a zip, and most lines of its manifest. */
    static final int MAX_ENTRIES = 200_000;

    private static final int MAX_RATIO = 100;
    private static final int UNFOLDED = 8;
    private static final int MAX_COMMENT = 512;
    private static final int MAX_PLAN = 64;

    private final Transfers transfers;
    private final Access access;
    private final Spool spool;
    private final Turns turns;
    private final long maxBody;
    private final int maxContent;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ImportResource() {
        this(null, null, null, new Transferring(), Settings.of(Map.of()));
    }

    @Inject
    public ImportResource(
            Transfers transfers, Access access, Spool spool, Transferring transferring, Settings settings) {
        this.transfers = transfers;
        this.access = access;
        this.spool = spool;
        turns = transferring.turns();
        maxBody = settings.bytes(Knob.TRANSFER_MAX);
        maxContent = (int) Math.min(Integer.MAX_VALUE / 4, settings.bytes(Knob.CONTENT_MAX));
    }

    /** What is to be done, once it is known that it can be. */
    private record Job(Caller caller, Wishes wishes, ZipReader zip, Parcel.Load load, Optional<Plan> plan) {}

    /** Imports the raw body, whatever type it says it has, but no multipart; a dry run only tells. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, LINES})
    public Response importAll(@Context HttpServletRequest request, @Context HttpHeaders headers, InputStream body) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = Door.caller(request);
        Optional<String> namespace = query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty();
        Wishes wishes = new Wishes(
                query.choice("policy", Policy.class).orElse(Policy.ABORT),
                query.flag("dryRun"),
                query.text("plan", MAX_PLAN),
                query.text("comment", MAX_COMMENT).orElse(""));
        access.checkSome(caller, Action.PUBLISH, namespace);
        turns.take();
        Job job = null;
        try {
            job = job(caller, wishes, namespace, Body.of(request, body));
        } finally {
            if (job == null) {
                turns.give();
            }
        }
        return answer(job, prefersLines(headers));
    }

    private Response answer(Job job, boolean lines) {
        StreamingOutput report = out -> run(job, new Report(out, lines));
        return Response.ok(report, lines ? LINES : MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static boolean prefersLines(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                        || type.toString().startsWith(LINES))
                .findFirst()
                .filter(type -> type.toString().startsWith(LINES))
                .isPresent();
    }

    private Job job(Caller caller, Wishes wishes, Optional<String> namespace, Body body) {
        FileChannel file = null;
        Job job = null;
        try {
            file = spool.open();
            body.writeTo(file, maxBody);
            ZipReader zip = ZipReader.open(file, new ZipReader.Limits(MAX_ENTRIES, UNFOLDED * maxBody, MAX_RATIO));
            Parcel.Load load = load(new Unpacking(zip, namespace, wishes.comment(), maxContent));
            Optional<Plan> plan =
                    wishes.dryRun() ? Optional.empty() : Optional.of(transfers.plan(caller, wishes, load));
            job = new Job(caller, wishes, zip, load, plan);
            return job;
        } catch (ArchiveException e) {
            boolean large = e.code().equals("ZIP_TOO_LARGE") || e.code().equals("TOO_MANY_ITEMS");
            throw large ? new TooLarge(e.code(), e.getMessage()) : new BadRequest(e.code(), e.getMessage());
        } catch (IOException e) {
            throw new Unavailable("NO_ROOM", "This node cannot keep the zip: its disk is full, or fails.", 60, e);
        } finally {
            if (job == null) {
                close(file);
            }
        }
    }

    private static Parcel.Load load(Unpacking unpacking) throws IOException, ArchiveException {
        ZipReader zip = unpacking.zip();
        if (zip.size() == 0) {
            throw new BadRequest("ZIP_EMPTY", "There is nothing in the zip.");
        }
        OptionalInt manifest = zip.find(Manifest.NAME);
        if (manifest.isPresent()) {
            DiamondZip ours = new DiamondZip(unpacking, manifest.getAsInt());
            if (!ours.isKnown()) {
                throw new BadRequest("UNKNOWN_FORMAT", "The zip's manifest is none of a version that is known here.");
            }
            return ours;
        }
        return new NacosZip(unpacking, NacosMetadata.of(zip));
    }

    private void run(Job job, Report report) throws IOException {
        try (ZipReader zip = job.zip) {
            report.begin(job.wishes.dryRun(), zip.size());
            transfers.run(new Transfers.Run(job.caller, job.wishes, job.load, Optional.empty()), job.plan, report);
        } finally {
            turns.give();
        }
    }

    private static void close(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
