/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.client.internal.Tuning;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.edge.Credential;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a server whose answers may be larger than this client takes: more than {@link #most} bytes. */
class ListedBranchTest {

    private static final URI SERVER = URI.create("http://a:1");
    private static final String EPOCH = "1-00000000000000aa";

    @TempDir
    Path home;

    private final Map<String, String> contents = new TreeMap<>(); // all of the version below
    private final List<String> asked = new ArrayList<>();
    private long version;
    private int most = 1_000;
    private int batch = Integer.MAX_VALUE; // contents beyond so many characters do not come with others
    private ListedBranch branch;

    @BeforeEach
    void open() {
        Tuning tuning = new Tuning(
                List.of(SERVER),
                List.of(),
                home,
                "test",
                Credential.NONE,
                new Tuning.Limits(100, 1 << 20, true),
                new Tuning.Times(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(30)));
        Gateway gateway = Gateway.of(tuning, new Server(), new SystemTiming(), "id=1");
        branch = new ListedBranch(
                Prefix.of("G", "p/"),
                Want.CONTENTS,
                new Lister(gateway),
                new ChildrenDir(home.resolve("children")),
                new ChildReceipts(() -> 0));
    }

    private void publish(String dataId, String content) {
        version++;
        contents.put(dataId, content);
    }

    private String shown() {
        return branch.shown().children().entrySet().stream()
                .map(each -> each.getKey() + '=' + each.getValue().content().orElse("-"))
                .collect(Collectors.joining(" "));
    }

    private Stream<String> failed() {
        return branch.due(SERVER, 100, key -> false).stream()
                .filter(report -> report.state() == Report.State.FAILED)
                .map(report -> report.key().dataId() + ' ' + report.reason());
    }

    @Test
    void childThatIsTooLarge_isPassedOver_andTheOthersAreTaken() throws Exception {
        batch = 100;
        publish("p/a", "x");
        branch.refresh();
        publish("p/a", "y".repeat(2_000));
        publish("p/b", "z");

        branch.refresh();

        assertThat(shown()).isEqualTo("p/a=x p/b=z");
        assertThat(branch.line().digest()).isEqualTo(Md5.hex("digest3"));
        assertThat(branch.resting()).isFalse();
        assertThat(failed()).containsExactly("p/a a body of more than 1000 bytes (diamond.body.max)");
        publish("p/b", "zz");
        asked.clear();
        branch.refresh();
        assertThat(shown()).isEqualTo("p/a=x p/b=zz");
        assertThat(asked).as("it is not read again").containsExactly("children", "get");
    }

    @Test
    void childrenThatAreTooLargeTogether_areReadInHalves() throws Exception {
        publish("p/a", "x".repeat(700));
        publish("p/b", "y".repeat(700));
        publish("p/c", "z".repeat(2_000));

        branch.refresh();

        assertThat(branch.shown().children()).containsOnlyKeys("p/a", "p/b");
        assertThat(failed()).containsExactly("p/c a body of more than 1000 bytes (diamond.body.max)");
    }

    @Test
    void listThatIsTooLarge_restsTheBranch() throws Exception {
        publish("p/a", "x");
        branch.refresh();
        most = 10;
        publish("p/a", "y");

        branch.refresh();

        assertThat(branch.resting()).isTrue();
        assertThat(shown()).isEqualTo("p/a=x");
        most = 1_000;
        branch.refresh();
        assertThat(branch.resting()).isFalse();
        assertThat(shown()).isEqualTo("p/a=y");
    }

    /** Has what the test published. */
    private final class Server implements Transport {

        @Override
        public Exchange start(Call call) {
            return new Exchange() {
                @Override
                public Reply await() throws IOException {
                    String path = call.uri().getPath();
                    asked.add(path.substring(path.lastIndexOf('/') + 1));
                    Reply reply = answer(call);
                    if (reply.body().length > most) {
                        throw new TooLarge(most);
                    }
                    return reply;
                }

                @Override
                public void cancel() {}
            };
        }

        private Reply answer(Call call) {
            if (call.uri().getPath().endsWith("/config")) {
                String content = contents.get(call.uri().getQuery().replaceAll(".*dataId=([^&]*).*", "$1"));
                Map<String, String> headers = Map.of(
                        "diamond-epoch", EPOCH, "diamond-version", "" + version, "diamond-md5", Md5.hex(content));
                return new Reply(200, headers, content.getBytes(StandardCharsets.UTF_8));
            }
            String asks = new String(call.body(), StandardCharsets.UTF_8);
            String rows = contents.keySet().stream()
                    .filter(dataId -> asks.isEmpty() || asks.contains('"' + dataId + '"'))
                    .map(dataId -> row(dataId, !asks.isEmpty()))
                    .collect(Collectors.joining(","));
            String all = "{\"epoch\":\"" + EPOCH + "\",\"digest\":\"" + Md5.hex("digest" + version) + "\",\""
                    + (asks.isEmpty() ? "children" : "configs") + "\":[" + rows + "]}";
            return new Reply(200, Map.of(), all.getBytes(StandardCharsets.UTF_8));
        }

        private String row(String dataId, boolean whole) {
            String content = contents.get(dataId);
            return "{\"dataId\":\"" + dataId + "\",\"status\":200,\"version\":" + version + ",\"md5\":\""
                    + Md5.hex(content) + "\",\"type\":\"text\""
                    + (whole && content.length() <= batch ? ",\"content\":\"" + content + '"' : "") + '}';
        }

        @Override
        public void close() {}
    }
}
