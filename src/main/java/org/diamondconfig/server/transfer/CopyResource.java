/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.search.ReadableTo;

/** Configurations, copied from one namespace to another or under other names, with a word on each. Thread-safe. */
@Component
@Path("/configs/copy")
public class CopyResource {

    private static final int MAX_BODY = 512 << 10;

    private final Transfers transfers;
    private final Configs configs;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public CopyResource() {
        this(null, null, null);
    }

    @Inject
    public CopyResource(Transfers transfers, Configs configs, Access access) {
        this.transfers = transfers;
        this.configs = configs;
        this.access = access;
    }

    /** The keys of one request, and where the next goes on. */
    private record Page(List<CopyRequest.Pair> pairs, Optional<String> next) {}

    /** Copies what is named, or one page of what a pattern finds; a dry run only tells. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response copy(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        CopyRequest copy = Body.of(request, body).json(MAX_BODY, CopyRequest::read);
        access.checkSome(caller, Action.PUBLISH, Optional.of(copy.to()));
        access.checkNamespace(caller, Action.READ, copy.from());
        Page page = page(caller, copy);
        try {
            return Response.ok(report(caller, copy.wishes(), page), MediaType.APPLICATION_JSON)
                    .header("Cache-Control", "no-store")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("no memory fails to be written", e);
        }
    }

    private Page page(Caller caller, CopyRequest copy) {
        if (copy.pattern().isEmpty()) {
            return new Page(copy.named(), Optional.empty());
        }
        Search.Page found = configs.search(copy.pattern().get(), new ReadableTo(access, caller));
        List<CopyRequest.Pair> pairs =
                found.hits().stream().map(hit -> copy.pair(hit.key())).toList();
        return new Page(pairs, found.next());
    }

    private byte[] report(Caller caller, Wishes wishes, Page page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Report report = new Report(bytes, false);
        Parcel.Load load = sink -> {
            for (CopyRequest.Pair pair : page.pairs) {
                sink.take(parcel(caller, pair, wishes));
            }
        };
        report.begin(wishes.dryRun(), page.pairs.size());
        Optional<Plan> plan = wishes.dryRun() ? Optional.empty() : Optional.of(transfers.plan(caller, wishes, load));
        transfers.run(new Transfers.Run(caller, wishes, load, page.next), plan, report);
        return bytes.toByteArray();
    }

    private Parcel parcel(Caller caller, CopyRequest.Pair pair, Wishes wishes) {
        Item.Names names = new Item.Names(Optional.of(pair.to()), Optional.of(pair.from()), "");
        Item unseen = Item.of(names, Item.Side.NOTHING);
        if (!access.admits(caller, Action.READ, pair.from())) {
            return Parcel.refused(unseen.refused("FORBIDDEN", "You may not read what is to be copied."));
        }
        Optional<Config.Standing> standing = configs.standing(pair.from());
        Optional<Config> source = standing.map(Config.Standing::config).filter(Config::present);
        if (source.isEmpty()) {
            return Parcel.refused(unseen.refused("CONFIG_NOT_FOUND", "There is no configuration of that name."));
        }
        Config config = source.get();
        Item item = Item.of(names, new Item.Side(config.version(), config.md5()));
        if (standing.get().merged()) {
            return Parcel.refused(
                    item.refused("AGGREGATE", "It is merged from datums, which are not copied; publish them there."));
        }
        return Parcel.of(item, wish(pair, config, wishes));
    }

    private static Publication wish(CopyRequest.Pair pair, Config config, Wishes wishes) {
        Config.Details details = config.details();
        return Publication.of(pair.to(), config.content())
                .withType(config.type())
                .withDetails(
                        Optional.of(details.description()), Optional.of(details.tags()), Optional.of(details.appName()))
                .allowingEmpty()
                .withComment(wishes.comment());
    }
}
