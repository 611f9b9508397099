/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diamondconfig.client.test.Received;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that the REST API does the command line does: each operation of docs/openapi.yaml, and each of its parameters, is seen being asked
 * for by a command, or it stands below with the reason why not.
 */
class ApiCoverageTest extends DiamondCase {

    /** An operation, a command that asks for it, and what the server answers first. */
    private static final String COMMANDS = """
            GET / | ops features
            GET /access/accounts | users show bob
            GET /access/accounts | tokens list
            GET /access/accounts | networks list
            PUT /access/accounts | applications add cart -m why
            PUT /access/accounts | groups add ops -m why
            DELETE /access/accounts | users rm bob -m why
            POST /access/check | grants check read app
            GET /access/grants | grants list user:bob
            PUT /access/grants | grants add user:bob reader:dev -m why | {"grants":[]}
            PUT /access/passwords | users passwd bob
            POST /access/tokens | tokens add -m why
            GET /audit | audit --data-id app --who user:bob --action publish --outcome done --from a --to b
            GET /audit/verify | audit --verify | {"intact":true,"seals":1,"faults":[],"next":7}
            GET /children | watch below/ --count 1
            GET /clients | subscribers clients --app a --address b --label c
            GET /clients/keys | subscribers keys c
            GET /cluster | cluster
            GET /config | get app --stored
            PUT /config | put app --content x --type text --description d --tag t --app a -m why --allow-empty
            DELETE /config | rm app -m why
            GET /configs | list a* --tag t --type text --app a --content x --regex
            GET /configs | list --order newest
            GET /configs | export FOLDER | {"configs":[]}
            POST /configs/copy | copy --to prod
            GET /configs/facets | list a* --count --type text --tag t --app a
            POST /configs/get | import FOLDER | {"configs":[{"namespace":"dev","group":"shop","dataId":"app","status":404}]}
            POST /configs/publish | import FOLDER | {"configs":[{"namespace":"dev","group":"shop","dataId":"app","status":404}]} | {"configs":[{"namespace":"dev","group":"shop","dataId":"app","status":404}]}
            POST /configs/remove | purge a* --yes | {"configs":[{"namespace":"","group":"g","dataId":"a","version":1}]}
            GET /datums | datum list cart
            PUT /datums | datum put cart one -m why
            DELETE /datums | datum rm cart one -m why
            DELETE /datums/all | datum clear cart -m why
            GET /datums/history | datum history cart
            GET /export | zip export ZIP --force --filter a*
            GET /history | get app --version-number 1
            POST /import | zip import ZIP --to dev --policy skip --dry-run -m why
            POST /import | zip import ZIP --plan p
            GET /namespaces | namespaces list
            POST /namespaces | namespaces add dev
            PUT /namespaces | namespaces set dev --title Dev | {"namespaces":[{"namespace":"dev"}]}
            DELETE /namespaces | namespaces rm dev
            POST /ops/adopt | ops adopt-store 0123456789abcdef
            POST /ops/drain | ops drain
            DELETE /ops/drain | ops drain --end
            POST /ops/dump | ops dump
            GET /propagation | subscribers propagation app --version-number 1
            GET /providers | providers list cart
            GET /providers | providers one cart
            PUT /providers | providers set cart one down -m why
            GET /providers/check | providers check cart
            PUT /providers/check | providers check cart --on
            DELETE /providers/check | providers check cart --off
            GET /providers/history | providers history cart one
            GET /quotas | quotas list
            PUT /quotas | quotas set --keys 1 -m why | {"quotas":[]}
            DELETE /quotas | quotas rm -m why
            POST /rollback | rollback app --to 1 -m why
            POST /session | login -u bob
            DELETE /session | logout --everywhere
            PUT /session/password | passwd
            GET /sessions | users sessions bob
            DELETE /sessions | users end bob --session s
            GET /subscribers | subscribers of app --state behind
            GET /trace | trace app --version-number 1 --all-nodes
            POST /validate | validate -f FILE --type json
            POST /watch | watch app --count 2
            GET /whoami | whoami
            """;

    /** What no command asks for. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "GET /events", "a stream for pages; watch and subscribers propagation tell of the same",
            "GET /session", "how a page that was loaded anew finds its session again; whoami tells who it is",
            "POST /peer/glance", "nodes ask it of nodes, signed",
            "POST /peer/notify", "nodes ask it of nodes, signed",
            "POST /peer/subscribers", "nodes ask it of nodes, signed");

    private static final Map<String, String> PARAMETER_EXCEPTIONS = Map.of(
            "GET /children contents", "watch reads contents many at once, by POST /configs/get",
            "GET /config wait", "watch waits",
            "GET /config minVersion", "for programs that were told of a version; get --stored reads the newest");

    /** Each command that has pages asks for all of them. */
    private static final Set<String> PAGES = Set.of("cursor", "limit");

    private static final Path OPENAPI = Path.of("../docs/openapi.yaml");
    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern METHOD = Pattern.compile("^    (get|put|post|delete):$");
    private static final Pattern PARAMETER = Pattern.compile("^ +- \\{name: ([\\w-]+), in: query.*");

    /** Operations of the file, each with its parameters. */
    private static Map<String, Set<String>> operations() throws IOException {
        Map<String, Set<String>> operations = new TreeMap<>();
        String path = "";
        Set<String> parameters = Set.of();
        for (String line : Files.readAllLines(OPENAPI)) {
            Matcher found = PATH.matcher(line);
            if (found.matches()) {
                // The root, which stands below a server of its own.
                path = found.group(1).equals("/v1") ? "/" : found.group(1);
            } else if (found.usePattern(METHOD).matches()) {
                parameters = new TreeSet<>();
                operations.put(found.group(1).toUpperCase(java.util.Locale.ROOT) + ' ' + path, parameters);
            } else if (found.usePattern(PARAMETER).matches()) {
                parameters.add(found.group(1));
            }
        }
        return operations;
    }

    private static Map<String, List<List<String>>> commands() {
        Map<String, List<List<String>>> commands = new LinkedHashMap<>();
        for (String line : COMMANDS.strip().split("\n")) {
            List<String> parts = Arrays.asList(line.split(" \\| "));
            commands.computeIfAbsent(parts.get(0), operation -> new ArrayList<>())
                    .add(parts.subList(1, parts.size()));
        }
        return commands;
    }

    static Stream<String> reached() {
        return commands().keySet().stream();
    }

    @Test
    void operations_areAllReached_orNamedWithAReason() throws IOException {
        Set<String> named = new TreeSet<>(commands().keySet());
        named.addAll(EXCEPTIONS.keySet());

        assertThat(operations().keySet()).hasSizeGreaterThan(60).isEqualTo(named);
        assertThat(commands()).doesNotContainKeys(EXCEPTIONS.keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("reached")
    @Timeout(180)
    void operation_andEachParameter_isAskedForByACommand(String operation) throws IOException {
        Set<String> asked = new TreeSet<>();
        for (List<String> command : commands().get(operation)) {
            int before = diamond.requests().size();
            run(operation, command);
            List<Received> received = diamond.requests();
            List<Received> those = received.subList(before, received.size()).stream()
                    .filter(request -> operation.equals(request.method() + ' ' + below(request.path())))
                    .toList();
            assertThat(those).as("%s, of %s", command.get(0), received).isNotEmpty();
            those.forEach(request -> asked.addAll(request.query().keySet()));
        }

        Set<String> parameters = operations().get(operation);
        parameters.removeAll(PAGES);
        parameters.removeIf(name -> PARAMETER_EXCEPTIONS.containsKey(operation + ' ' + name));
        assertThat(asked).containsAll(parameters);
    }

    /** The root of the API has no slash at its end, of which the file knows no way to write it. */
    private static String below(String path) {
        return path.equals("/api/v1") ? "/" : path.substring("/api/v1".length());
    }

    private void run(String operation, List<String> command) throws IOException {
        Path folder = Files.createDirectories(home.resolve("folder/dev/shop")).resolve("app");
        Files.writeString(folder, "one");
        diamond.publish(ConfigKey.of("dev", "shop", "app"), "two");
        diamond.publish(ConfigKey.of("dev", "shop", "below/a"), "three");
        if (operation.equals("DELETE /session")) {
            signedIn();
        }
        command.stream().skip(1).forEach(answer -> diamond.enqueue(200, answer));
        cli.input("old\nnew\n").to(publishingAtTheFirstLine());
        String[] words = command.get(0)
                .replace("FOLDER", home.resolve("folder").toString())
                .replace("FILE", folder.toString())
                .replace("ZIP", folder.toString())
                .split(" ");
        cli.run(Arrays.asList(words), "-n", "dev", "-g", "shop");
    }

    private void signedIn() throws IOException {
        Path file = Files.createDirectories(home.resolve(".config/diamond")).resolve("config");
        Files.writeString(
                file,
                "{\"current\":\"d\",\"contexts\":{\"d\":{\"server\":\"" + diamond.uri()
                        + "\",\"cookie\":\"c=1\",\"csrf\":\"t\"}}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** For the watch, which then has something to wait for. */
    private ByteArrayOutputStream publishingAtTheFirstLine() {
        return new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                if (size() == 0) {
                    diamond.publish(ConfigKey.of("dev", "shop", "app"), "four");
                }
                super.write(bytes, from, length);
            }
        };
    }
}
