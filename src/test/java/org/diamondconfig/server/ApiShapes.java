/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.wire.Json;

/**
 * What the native API answers in JSON, route by route: written into docs/openapi.yaml, and held against every answer that the
 * contracts of the API get, on every server. Stateless.
 */
final class ApiShapes {

    static final String PROBLEM = "Problem";

    private static final String KEY = "namespace group dataId";
    private static final String VERSION =
            " epoch version:integer operation md5 type description app tags:[string] by from at comment";

    private static final String ACCOUNT =
            "subject description groups:[string] grants:[Grant] disabled:boolean expires? networks:[string]"
                    + " lastUsed?";

    private static final String CLIENT =
            "client app software subject address labels:[string] counters:[Counter]? node polling:boolean since seen";

    static final List<Shape> SHAPES = List.of(
            Shape.of("Account", ACCOUNT + " epoch version:integer"),
            Shape.of("AccountSaved", "subject epoch version:integer changed:boolean"),
            Shape.of("Accounts", "accounts:[Account] next?"),
            Shape.of("Adopted", "epoch"),
            Shape.of(
                    "AuditEntry",
                    "id at node who how address action " + KEY + " object before:integer after:integer outcome"
                            + " times:integer traceId seal:integer"),
            Shape.of("AuditFault", "code seal:integer entry sentence"),
            Shape.of("AuditPage", "entries:[AuditEntry] next?"),
            Shape.of(
                    "AuditVerdict",
                    "intact:boolean seals:integer entries:integer last:integer mac next:integer? faults:[AuditFault]"),
            Shape.of("Begun", "started:boolean"),
            Shape.of("Branch", "namespace group prefix digest"),
            Shape.of("Change", KEY + " state version:integer md5 type? content?"),
            Shape.of(
                    "Check", KEY + " on:boolean by? at? node? providers:integer dialled:integer undialled:[Undialled]"),
            Shape.of("Child", "dataId version:integer md5 type content?"),
            Shape.of("Children", "namespace group prefix epoch digest children:[Child] next?"),
            Shape.of("Client", CLIENT + " keys:integer prefixes:integer behind:integer failed:integer"),
            Shape.of("ClientKey", KEY + " served:integer version:integer? md5? state report:Report?"),
            Shape.of(
                    "ClientKeys",
                    "clients:[Client] keys:[ClientKey] prefixes:[Prefix] hidden:integer missing:[Missing] cut:boolean"),
            Shape.of("Clients", "all:integer clients:[Client] missing:[Missing] cut:boolean next?"),
            Shape.of("Cluster", "cluster? self:Self others:[Node]"),
            Shape.of("Counter", "name count:integer"),
            Shape.of("Drained", "draining:boolean changed:boolean"),
            Shape.of("Datum", "datumId version:integer md5 content by at"),
            Shape.of("DatumChange", "dirty:integer operation datumId? version:integer? md5 by from at comment"),
            Shape.of("DatumChanges", KEY + " changes:[DatumChange] next?"),
            Shape.of("DatumPublished", KEY + " datumId? datumVersion:integer? dirty:integer changed:boolean"),
            Shape.of("Datums", KEY + " dirty:integer merged:integer datums:[Datum] next?"),
            Shape.of("Facet", "values:integer most:[FacetValue]"),
            Shape.of("FacetValue", "name count:integer"),
            Shape.of(
                    "Facets",
                    "all:integer namespaces:Facet groups:Facet types:Facet tags:Facet? apps:Facet? code? detail?"),
            Shape.of("Features", "product api features:[string]"),
            Shape.of("Finding", "line:integer column:integer severity code message"),
            Shape.of(
                    "Found",
                    KEY
                            + " epoch version:integer md5 type kind? description? app? tags:[string]? by? at? content? found:Passage?"),
            Shape.of("Grant", "effect can:[string] namespace group dataId"),
            Shape.of("Granted", "subject namespace grants:[Grant] epoch version:integer"),
            Shape.of("Mark", "step at millis:integer? detail"),
            Shape.of("Missing", "node reason"),
            Shape.of("Namespace", "namespace title description version:integer by at"),
            Shape.of("Namespaces", "namespaces:[Namespace]"),
            Shape.of(
                    "Lane",
                    "queued:integer sent:integer failed:integer dropped:integer lastSuccessMillis:integer? failure"),
            Shape.of(
                    "Node",
                    "node address state heartbeatAgeMillis:integer? software lane:Lane? report:NodeReport? trouble?"),
            Shape.of("Glance", "report:NodeReport marks:[PastMark]"),
            Shape.of("Holding", "namespace group dataId version:integer? md5 told:boolean report:Outcome?"),
            Shape.of("Known", "cut:boolean changedAgo:integer sightings:[Sighting]"),
            Shape.of("Outcome", "version:integer state millis:integer ago:integer listener reason followed?"),
            Shape.of(
                    "Sighting",
                    "id app software subject address labels:[string] counters:[Counter]? polling:boolean since:integer seen:integer"
                            + " keys:integer prefixes:integer behind:integer failed:integer holdings:[Holding]"
                            + " prefixed:[Prefix]"),
            Shape.of("Passage", "line:integer text start:integer end:integer"),
            Shape.of("PastMark", "step ago:integer detail"),
            Shape.of("NodeMarks", "node marks:[Mark]"),
            Shape.of("NodeReport", "polls:integer lagMillis:integer? entries:integer complete:boolean storeUp:boolean"),
            Shape.of("Page", "configs:[Found] next? cut:boolean? code? detail?"),
            Shape.of(PROBLEM, "type title status:integer detail code traceId epoch? version:integer?"),
            Shape.of("Ended", "ended:integer"),
            Shape.of("Prefix", "namespace group prefix"),
            Shape.of(
                    "Propagation",
                    KEY + " version:integer published? clients:integer states:Reaches received:Times applied:Times"
                            + " stragglers:[Straggler] missing:[Missing] cut:boolean"),
            Shape.of("Provider", "datumId content state stateVersion:integer by at"),
            Shape.of("Providers", KEY + " providers:[Provider] next?"),
            Shape.of("Published", KEY + " epoch version:integer md5 changed:boolean"),
            Shape.of(
                    "PublishResult",
                    KEY + " status:integer epoch? version:integer? md5? changed:boolean? code? detail?"),
            Shape.of("PublishResults", "results:[PublishResult]"),
            Shape.of(
                    "Quota",
                    "namespace group? keys:integer bytes:integer heldKeys:integer heldBytes:integer full:boolean epoch?"
                            + " version:integer?"),
            Shape.of("QuotaSaved", "namespace group? epoch version:integer changed:boolean"),
            Shape.of("Quotas", "quotas:[Quota] complete:boolean next?"),
            Shape.of(
                    "Reaches",
                    "failed:integer behind:integer told:integer received:integer applied:integer newer:integer"),
            Shape.of("Report", "version:integer state millis:integer at listener reason followed?"),
            Shape.of("ReadResult", KEY + " status:integer epoch? version:integer? md5? type? content? code?"),
            Shape.of("ReadResults", "configs:[ReadResult]"),
            Shape.of(
                    "Self",
                    "node address? addressFrom joined:boolean state? software? code? sentence? report:NodeReport"),
            Shape.of("Session", "user session:integer created used from"),
            Shape.of("Sessions", "sessions:[Session]"),
            Shape.of("SignedIn", "user csrf expires mustChange:boolean"),
            Shape.of("StateChange", "state stateVersion:integer by at from comment"),
            Shape.of("StateChanges", KEY + " changes:[StateChange] next?"),
            Shape.of("States", "current:integer behind:integer failed:integer"),
            Shape.of("Straggler", "client app address node state version:integer? millis:integer? listener reason"),
            Shape.of("Subscriber", CLIENT + " version:integer? md5? state report:Report?"),
            Shape.of(
                    "Subscribers",
                    KEY + " version:integer md5 clients:integer states:States subscribers:[Subscriber]"
                            + " missing:[Missing] cut:boolean next?"),
            Shape.of("Times", "count:integer p50:integer? p99:integer? last:integer? curve:[integer]?"),
            Shape.of("StateSet", KEY + " datumId state stateVersion:integer changed:boolean"),
            Shape.of("Taken", "node"),
            Shape.of("Token", ACCOUNT + " token"),
            Shape.of("Trace", KEY + " version:integer marks:[Mark] others:[NodeMarks]? missing:[Missing]?"),
            Shape.of(
                    "Transferred",
                    "dryRun:boolean total:integer items:[TransferItem] created:integer overwritten:integer same:integer"
                            + " skipped:integer refused:integer aborted:boolean plan next? code? detail?"),
            Shape.of(
                    "TransferItem",
                    "namespace? group? dataId? from:Key? file? outcome sourceVersion:integer? sourceMd5?"
                            + " targetVersion:integer? targetMd5? version:integer? code? detail?"),
            Shape.of("Removal", KEY + " outcome version:integer? code? detail?"),
            Shape.of("Removals", "dryRun:boolean items:[Removal] removed:integer absent:integer refused:integer"),
            Shape.of("Key", KEY),
            Shape.of("Undialled", "datumId reason"),
            Shape.of("Validated", "valid:boolean problems:[Finding]"),
            Shape.of("Verdict", "action " + KEY + " allowed:boolean why of? grant:Grant?"),
            Shape.of("Verdicts", "subject checks:[Verdict]"),
            Shape.of("Version", VERSION.strip()),
            Shape.of("VersionAndContent", KEY + VERSION + " content"),
            Shape.of("Versions", KEY + " versions:[Version] next?"),
            Shape.of("Watched", "epoch changes:[Change] prefixes:[Branch]?"),
            Shape.of("Who", "subject access grants:[Grant] expires?"));

    private static final Map<String, Shape> BY_NAME =
            SHAPES.stream().collect(Collectors.toUnmodifiableMap(Shape::name, Function.identity()));

    /** The shapes that a success of a route may have; a route that is not here answers no JSON. */
    static final Map<String, List<String>> SUCCESSES = Map.ofEntries(
            Map.entry("GET /", List.of("Features")),
            Map.entry("PUT /config", List.of("Published")),
            Map.entry("DELETE /config", List.of("Published")),
            Map.entry("GET /configs", List.of("Page")),
            Map.entry("POST /configs/get", List.of("ReadResults")),
            Map.entry("POST /configs/publish", List.of("PublishResults")),
            Map.entry("POST /configs/copy", List.of("Transferred")),
            Map.entry("POST /import", List.of("Transferred")),
            Map.entry("POST /validate", List.of("Validated")),
            Map.entry("GET /subscribers", List.of("Subscribers")),
            Map.entry("GET /propagation", List.of("Propagation")),
            Map.entry("GET /clients", List.of("Clients")),
            Map.entry("GET /clients/keys", List.of("ClientKeys")),
            Map.entry("POST /watch", List.of("Watched")),
            Map.entry("GET /history", List.of("Versions", "VersionAndContent")),
            Map.entry("POST /rollback", List.of("Published")),
            Map.entry("GET /datums", List.of("Datums")),
            Map.entry("PUT /datums", List.of("DatumPublished")),
            Map.entry("DELETE /datums", List.of("DatumPublished")),
            Map.entry("DELETE /datums/all", List.of("DatumPublished")),
            Map.entry("GET /datums/history", List.of("DatumChanges")),
            Map.entry("GET /providers", List.of("Providers")),
            Map.entry("PUT /providers", List.of("StateSet")),
            Map.entry("GET /providers/check", List.of("Check")),
            Map.entry("PUT /providers/check", List.of("Check")),
            Map.entry("GET /providers/history", List.of("StateChanges")),
            Map.entry("GET /namespaces", List.of("Namespaces")),
            Map.entry("POST /namespaces", List.of("Namespace")),
            Map.entry("PUT /namespaces", List.of("Namespace")),
            Map.entry("GET /children", List.of("Children")),
            Map.entry("GET /audit", List.of("AuditPage")),
            Map.entry("GET /audit/verify", List.of("AuditVerdict")),
            Map.entry("GET /quotas", List.of("Quotas")),
            Map.entry("PUT /quotas", List.of("QuotaSaved")),
            Map.entry("DELETE /quotas", List.of("QuotaSaved")),
            Map.entry("GET /cluster", List.of("Cluster")),
            Map.entry("POST /peer/notify", List.of("Taken")),
            Map.entry("POST /peer/glance", List.of("Glance")),
            Map.entry("POST /peer/subscribers", List.of("Known")),
            Map.entry("POST /session", List.of("SignedIn")),
            Map.entry("GET /session", List.of("SignedIn")),
            Map.entry("GET /sessions", List.of("Sessions")),
            Map.entry("DELETE /sessions", List.of("Ended")),
            Map.entry("POST /ops/adopt", List.of("Adopted")),
            Map.entry("POST /ops/dump", List.of("Begun")),
            Map.entry("POST /ops/drain", List.of("Drained")),
            Map.entry("DELETE /ops/drain", List.of("Drained")),
            Map.entry("GET /trace", List.of("Trace")),
            Map.entry("GET /whoami", List.of("Who")),
            Map.entry("POST /configs/remove", List.of("Removals")),
            Map.entry("GET /configs/facets", List.of("Facets")),
            Map.entry("POST /access/check", List.of("Verdicts")),
            Map.entry("GET /access/accounts", List.of("Account", "Accounts")),
            Map.entry("PUT /access/accounts", List.of("AccountSaved")),
            Map.entry("DELETE /access/accounts", List.of("AccountSaved")),
            Map.entry("POST /access/tokens", List.of("Token")),
            Map.entry("GET /access/grants", List.of("Granted")),
            Map.entry("PUT /access/grants", List.of("AccountSaved")));

    private ApiShapes() {}

    /**
     * What is wrong with an answer; empty if nothing is.
     *
     * @param route method and path below {@code /api/v1}
     */
    static Optional<String> fault(String route, int status, String contentType, String body) {
        boolean problem = status >= 400;
        boolean json = contentType.startsWith(problem ? "application/problem+json" : "application/json");
        List<String> shapes = problem ? List.of(PROBLEM) : SUCCESSES.getOrDefault(route, List.of());
        if (!json) {
            return shapes.isEmpty() || status == 204 || status == 304
                    ? Optional.empty()
                    : Optional.of(route + ": " + status + " is " + contentType + ", not JSON");
        }
        if (shapes.isEmpty()) {
            return Optional.of(route + ": " + status + " is JSON, which no document says");
        }
        List<String> faults = shapes.stream()
                .flatMap(shape -> BY_NAME.get(shape).fault(Json.parse(body), BY_NAME::get).stream())
                .toList();
        return faults.size() < shapes.size() ? Optional.empty() : Optional.of(route + ": " + status + ": " + faults);
    }

    /** The content of this answer of a route in OpenAPI; empty if it has none. */
    static String yaml(String route, int status) {
        if (status >= 400) {
            return content("application/problem+json", Shape.reference(PROBLEM));
        }
        if (route.equals("GET /config") && status == 200) {
            return content("text/plain", "{type: string}");
        }
        if (route.equals("GET /export") && status == 200) {
            return content("application/zip", "{type: string, format: binary}");
        }
        if (route.equals("GET /events") && status == 200) {
            return content("text/event-stream", "{type: string}");
        }
        List<String> shapes = status == 204 ? List.of() : SUCCESSES.getOrDefault(route, List.of());
        Stream<String> references = shapes.stream().map(Shape::reference);
        return switch (shapes.size()) {
            case 0 -> "";
            case 1 -> content("application/json", references.findFirst().orElseThrow());
            default -> content("application/json", references.collect(Collectors.joining(", ", "{oneOf: [", "]}")));
        };
    }

    private static String content(String type, String schema) {
        return "          content:\n            " + type + ":\n              schema: " + schema + "\n";
    }
}
