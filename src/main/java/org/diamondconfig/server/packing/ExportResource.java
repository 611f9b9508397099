/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.archive.Spool;
import org.diamondconfig.server.archive.ZipWriter;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.server.search.ReadableTo;

/**
 * All configurations that match and may be read, as a zip that is sent while it is made: names and labels from the database, page by
 * page, contents from the dump. Thread-safe.
 */
@Component
@Path("/export")
public class ExportResource {

    /** What an export is sent as. */
    static final String ZIP = "application/zip";

    private static final int MAX_PATTERN = 250;

    private final Configs configs;
    private final Dump dump;
    private final Access access;
    private final Spool spool;
    private final Turns turns;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ExportResource() {
        this(null, null, null, null, new Transferring());
    }

    @Inject
    public ExportResource(Configs configs, Dump dump, Access access, Spool spool, Transferring transferring) {
        this.configs = configs;
        this.dump = dump;
        this.access = access;
        this.spool = spool;
        turns = transferring.turns();
    }

    /** What is exported, and to whom. */
    private record Wanted(Caller caller, Search search) {}

    /** The zip. What fails once it has begun leaves it without its end, and so without a directory. */
    @GET
    @Produces(ZIP)
    public Response export(@Context HttpServletRequest request) {
        Query query = Query.of(request, Set.of("namespace", "group", "dataId"));
        Caller caller = Door.caller(request);
        Optional<String> namespace = query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty();
        namespace.ifPresent(name -> access.checkNamespace(caller, Action.READ, name));
        Search search = new Search(
                namespace,
                query.text("group", MAX_PATTERN),
                query.text("dataId", MAX_PATTERN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Search.MAX_LIMIT);
        turns.require();
        Wanted wanted = new Wanted(caller, search);
        Search.Page first = configs.search(search, new ReadableTo(access, caller));
        StreamingOutput zip = out -> write(wanted, first, out);
        return Response.ok(zip, ZIP)
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"diamond-export.zip\"")
                .build();
    }

    private void write(Wanted wanted, Search.Page first, OutputStream out) throws IOException {
        turns.await(Transferring.PATIENCE);
        try (ZipWriter zip = new ZipWriter(out, spool);
                ZipWriter.Part manifest = new ZipWriter.Part(spool)) {
            manifest.write(Manifest.head());
            Search.Page page = first;
            write(page, zip, manifest);
            while (page.next().isPresent()) {
                Search more = wanted.search.after(page.next().get());
                page = configs.search(more, new ReadableTo(access, wanted.caller));
                write(page, zip, manifest);
            }
            zip.add(Manifest.NAME, manifest);
            zip.finish();
        } finally {
            turns.give();
        }
    }

    private void write(Search.Page page, ZipWriter zip, ZipWriter.Part manifest) throws IOException {
        for (Search.Hit hit : page.hits()) {
            Optional<byte[]> content =
                    Lookup.same(dump.read(hit.key(), Caller.SYSTEM), hit).flatMap(DumpEntry::content);
            if (content.isPresent()) {
                write(hit, content.get(), zip, manifest);
                continue;
            }
            Optional<Config.Standing> now = configs.standing(hit.key());
            if (now.isPresent() && now.get().config().present()) {
                byte[] bytes = now.get().config().content().getBytes(StandardCharsets.UTF_8);
                write(hit(now.get()), bytes, zip, manifest);
            }
        }
    }

    private static void write(Search.Hit hit, byte[] content, ZipWriter zip, ZipWriter.Part manifest)
            throws IOException {
        zip.add(Manifest.file(hit.key()), content);
        manifest.write(Manifest.line(hit));
    }

    private static Search.Hit hit(Config.Standing now) {
        Config config = now.config();
        return new Search.Hit(
                config.key(),
                config.epoch(),
                config.version(),
                config.md5(),
                config.type(),
                config.details(),
                now.merged());
    }
}
