/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One well-formed request at a path of the server, and the other ways in which that path can be written. Immutable.
 *
 * @param path with the context
 * @param body sent unless the method has none
 */
record RouteVisit(String method, String path, String query, String type, String body) {

    /** The key that {@link #ofHotReads} name. */
    static final String KEPT = "group=path-walk&dataId=kept";

    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** At this path, with this header, which may be empty, or has its line end. */
    byte[] at(String written, String proof) {
        String line = method + ' ' + written + (query.isEmpty() ? "" : "?" + query);
        String head = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + proof;
        String content = BODILESS.contains(method)
                ? "\r\n"
                : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return (head + content).getBytes(StandardCharsets.US_ASCII);
    }

    /** At its own path. */
    byte[] with(String proof) {
        return at(path, proof);
    }

    @Override
    public String toString() {
        return method + ' ' + path + '?' + query;
    }

    /** Every route of the native API and of the original's face, what is read before the door, and each other path of web.xml. */
    static Stream<RouteVisit> all() throws IOException {
        Stream<RouteVisit> face = DiamondFaceTest.ROUTES.stream().map(RouteVisit::of);
        Stream<RouteVisit> others = besideTheApi().flatMap(RouteVisit::ofPath);
        return Stream.of(ofApi(), face, ofHotReads(), others).flatMap(visits -> visits);
    }

    /** Every route of the native API. */
    static Stream<RouteVisit> ofApi() {
        return ApiTable.ROUTES.stream().map(RouteVisit::of);
    }

    /** The reads of {@link #KEPT} that a filter before everything else answers, if it is there; and gdiamond's. */
    static Stream<RouteVisit> ofHotReads() {
        return Stream.of("/api/v1/config", "/config.co", "/config.do", "/config")
                .map(path -> new RouteVisit("GET", TestServer.CONTEXT + path, KEPT, "", ""));
    }

    /** The paths that web.xml maps, but the page for errors, which has only what the container says. */
    static Stream<String> besideTheApi() throws IOException {
        return WebXml.read(Path.of("../webapp/WEB-INF/web.xml")).servlets().stream()
                .flatMap(servlet -> servlet.patterns().stream())
                .map(pattern -> pattern.replace("*", "/admin"));
    }

    /** By either method that they may know. */
    static Stream<RouteVisit> ofPath(String path) {
        return Stream.of("GET", "POST")
                .map(method -> new RouteVisit(method, TestServer.CONTEXT + path, "", FORM, DiamondFaceTest.KEY));
    }

    static RouteVisit of(ApiTable.Route route) {
        String path = (TestServer.CONTEXT + "/api/v1" + route.path()).replaceAll("/$", "");
        return new RouteVisit(route.method(), path, route.example(), JSON, route.body());
    }

    static RouteVisit of(DiamondFaceTest.Route route) {
        String[] parts = route.path().split("\\?", 2);
        boolean posts = route.method().equals("POST");
        String query = posts ? parts[1] : parts[1] + DiamondFaceTest.KEY;
        return new RouteVisit(
                route.method(), TestServer.CONTEXT + parts[0], query, FORM, posts ? DiamondFaceTest.KEY : "");
    }

    /** Thirteen ways to write its path that some server reads as that path. */
    List<String> otherSpellings() {
        int last = path.lastIndexOf('/') + 1;
        String head = path.substring(0, last);
        String tail = path.substring(last);
        String below = path.substring(TestServer.CONTEXT.length());
        return List.of(
                path + "/",
                path + ";a=b",
                path + "%20",
                path + "%00",
                path + "/..;/" + tail,
                "/" + path,
                head + "/" + tail,
                head + "./" + tail,
                head + "x/../" + tail,
                head + "%2e/" + tail,
                head + "%" + Integer.toHexString(tail.charAt(0)) + tail.substring(1),
                TestServer.CONTEXT + "/health/live/..;" + below,
                TestServer.CONTEXT + below.toUpperCase(Locale.ROOT));
    }
}
