/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Interruption;
import org.diamondconfig.cli.edge.Surroundings;
import org.diamondconfig.cli.edge.Terminal;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the doctor finds wrong, by names and a clock of the test's own, and that it says what to do of each. */
class DoctorTest {

    private static final String WELL = "{\"checks\":[{\"name\":\"store\",\"status\":\"UP\"}]}";
    private static final String PASSWORD = "otters-dive";
    private static final Instant THEIRS = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    private final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path home;

    private int code;

    /** What it tells of these servers: a line for each check, its columns parted by tabs. */
    private List<String> told(String servers, Doctor doctor) {
        return told(Map.of("DIAMOND_SERVER", servers, "DIAMOND_CALL_TIMEOUT", "60s"), doctor);
    }

    private List<String> told(Map<String, String> environment, Doctor doctor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                out,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                environment,
                home,
                Optional.empty(),
                Terminal.NONE,
                new Interruption());
        try (Root root = new Root(around)) {
            code = new CommandLine(root).addSubcommand("doctor", doctor).execute("doctor", "-o", "RAW");
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> told(InstantSource clock) {
        diamond.enqueue(200, WELL);
        diamond.enqueue(200, "{\"subject\":\"user:bob\"}");
        return told(diamond.uri().toString(), new Doctor(InetAddress::getAllByName, clock));
    }

    private static List<String> wrong(List<String> told) {
        return told.stream().filter(line -> line.contains("\tWRONG\t")).toList();
    }

    @Test
    void machine_withNothingWrong_is0_andNeedsNoAdvice() {
        List<String> told = told(InstantSource.system());

        assertThat(code).as("%s", told).isZero();
        assertThat(told)
                .extracting(line -> line.substring(0, line.indexOf('\t')))
                .containsExactly("name", "port", "store", "clock", "token", "server list");
        assertThat(told).allMatch(line -> line.contains("\tok\t") && line.endsWith("\t"));
    }

    @Test
    void clock_thatIsOff_isToldWithItsSide_andWhatToDo() {
        List<String> ahead = told(InstantSource.offset(InstantSource.system(), Duration.ofDays(1)));
        assertThat(code).isEqualTo(1);
        List<String> behind = told(InstantSource.offset(InstantSource.system(), Duration.ofDays(-1)));
        assertThat(code).isEqualTo(1);

        assertThat(wrong(ahead))
                .singleElement()
                .asString()
                .matches("clock\tWRONG\t\\d+ s ahead of the server's\tset .*NTP.*");
        assertThat(wrong(behind))
                .singleElement()
                .asString()
                .matches("clock\tWRONG\t\\d+ s behind the server's\tset .*NTP.*");
    }

    @Test
    void clock_isComparedWithTheTimeOfTheWholeQuestion_soThatASlowAnswerIsNotOff() {
        Instant later = THEIRS.plusSeconds(300);

        assertThat(Doctor.ahead(THEIRS, THEIRS, THEIRS)).isZero();
        assertThat(Doctor.ahead(THEIRS, THEIRS.minusSeconds(300), later)).isZero();
        assertThat(Doctor.ahead(THEIRS, THEIRS.plusMillis(999), later)).isZero();
        assertThat(Doctor.ahead(THEIRS, THEIRS.plusSeconds(31), later)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Doctor.ahead(THEIRS, THEIRS.minusSeconds(300), THEIRS.minusSeconds(30)))
                .isEqualTo(Duration.ofSeconds(-30));
    }

    @Test
    void name_thatIsUnknown_isWrong_andNobodyIsAskedThere() {
        Doctor.Names nobody = host -> {
            throw new UnknownHostException(host);
        };

        List<String> told =
                told("http://config.example.invalid:8080/diamond-server", new Doctor(nobody, InstantSource.system()));

        assertThat(code).isEqualTo(1);
        assertThat(told)
                .containsExactly("name\tWRONG\tconfig.example.invalid is unknown\t"
                        + "mend the name in --server, or DNS, or /etc/hosts");
    }

    @Test
    void servers_areEachLookedAt_thoughOneHasNoName() {
        Doctor.Names known = host -> {
            if (host.endsWith(".invalid")) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(host);
        };
        diamond.enqueue(200, WELL);

        List<String> told = told(
                "http://config.example.invalid:8080/diamond-server," + diamond.uri(),
                new Doctor(known, InstantSource.system()));

        assertThat(code).isEqualTo(1);
        assertThat(told).anyMatch(line -> line.startsWith("name\tWRONG\tconfig.example.invalid"));
        assertThat(told).anyMatch(line -> line.startsWith("store\tok\t"));
    }

    @Test
    void port_whereNobodyListens_isWrong() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // so that it stays free
            List<String> told = told("http://127.0.0.1:" + bound.getLocalPort() + "/diamond-server", new Doctor());

            assertThat(code).isEqualTo(1);
            assertThat(wrong(told))
                    .singleElement()
                    .asString()
                    .startsWith("port\tWRONG\t127.0.0.1:")
                    .endsWith("firewall pass it");
        }
    }

    @Test
    void each_thatIsWrong_comesWithWhatToDo() {
        diamond.enqueue(200, "{\"checks\":[{\"name\":\"store\",\"status\":\"DOWN\"}]}");
        diamond.enqueue(401, "{\"code\":\"SIGN_IN_REQUIRED\",\"detail\":\"Sign in.\"}");
        diamond.enqueue(200, "<html>");
        List<String> told = told(
                diamond.uri().toString(),
                new Doctor(
                        InetAddress::getAllByName, InstantSource.offset(InstantSource.system(), Duration.ofDays(1))));
        diamond.enqueue(200, "<html>");
        List<String> page = told(diamond.uri().toString(), new Doctor());

        assertThat(wrong(told))
                .extracting(line -> line.substring(0, line.indexOf('\t')))
                .containsExactly("store", "clock", "token", "server list");
        assertThat(wrong(told)).allMatch(line -> line.matches(".*\t[^\t]+"));
        assertThat(wrong(page)).isNotEmpty().allMatch(line -> line.matches(".*\t[^\t]+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "its certificate has expired (NotAfter: yesterday) | new certificate",
                "its certificate is not valid yet (NotBefore: tomorrow), or this machine's clock is wrong | this machine's clock",
                "its certificate is signed by nobody who is trusted here | DIAMOND_TLS_TRUST_STORE",
                "its certificate is for another name: No name matching a found | as its certificate does",
                "the handshake failed (x); it may ask for a certificate, which diamond.tls.key-store names | DIAMOND_TLS_KEY_STORE",
                "it speaks no TLS at this port; is it an http:// address? | http://",
                "HTTP/1.1 header parser received no bytes | with /diamond-server"
            })
    void advice_fitsTheReason(String why, String advice) {
        assertThat(Doctor.adviceOn(why)).contains(advice);
    }

    @Test
    void certificate_ofNobodyWhoIsTrusted_isWrong_untilItIsNamed() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext("/", exchange -> {
            byte[] body = WELL.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "DIAMOND_SERVER",
                    "https://127.0.0.1:" + server.getAddress().getPort() + "/diamond-server",
                    "DIAMOND_CALL_TIMEOUT",
                    "60s"));
            List<String> untrusted = told(environment, new Doctor());
            environment.put("DIAMOND_TLS_TRUST_STORE", home.resolve("ca.pem").toString());
            List<String> trusted = told(environment, new Doctor());

            assertThat(wrong(untrusted))
                    .singleElement()
                    .asString()
                    .startsWith("certificate\tWRONG\t")
                    .endsWith("name the authority: DIAMOND_TLS_TRUST_STORE=ca.pem");
            assertThat(trusted).anyMatch(line -> line.startsWith("certificate\tok\t"));
        } finally {
            server.stop(0);
        }
    }

    /** What a server shows that the JDK's keytool made a key for, and {@code ca.pem}, which says so. */
    private SSLContext selfSigned() throws Exception {
        String keys = home.resolve("keys.p12").toString();
        keytool(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=otters",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                keys);
        keytool(
                "-exportcert",
                "-alias",
                "a",
                "-rfc",
                "-keystore",
                keys,
                "-file",
                home.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance(Path.of(keys).toFile(), PASSWORD.toCharArray());
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
