/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Md5;

/**
 * A client of the original Diamond 3.6.8, byte by byte: the request lines, headers and bodies that it sends over the JDK's
 * HttpURLConnection, and what it does with the answers. One connection, kept open while the server lets it. Confined to one
 * thread.
 */
final class OriginalClient implements AutoCloseable {

    static final Charset GBK = Charset.forName("GBK");

    private static final String FORM = "application/x-www-form-urlencoded;charset=GBK";
    private static final char WORD = 2;
    private static final char LINE = 1;

    private final String host;
    private final int port;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private RawHttp connection;

    OriginalClient(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        with("Client-Version", "3.6.8").with("Content-Type", FORM);
        with("Diamond-Client-AppName", "shop").with("Diamond-Client-RequestTS", "1384160000000");
        with("Diamond-Client-RequestToken", "5d41402abc4b2a76b9719d911017c592");
        connection = new RawHttp(host, port, GBK);
    }

    /** Sends this header from now on; none if the value is empty. */
    OriginalClient with(String header, String value) {
        if (value.isEmpty()) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }
        return this;
    }

    /** The line of a probe: what the client holds of a key. */
    static String line(String group, String dataId, String content) {
        return dataId + WORD + group + WORD + (content == null ? "" : Md5.hex(content.getBytes(GBK))) + LINE;
    }

    /** What an answer names, as the client takes it apart. */
    static String named(String group, String dataId) {
        return dataId + "%02" + group + "%01";
    }

    Reply get(String pathAndQuery) throws IOException {
        return exchange(bytes("GET", pathAndQuery, ""));
    }

    /** Reads a key as the client does. */
    Reply read(String group, String dataId) throws IOException {
        return get("/config.co?dataId=" + dataId + "&group=" + group);
    }

    Reply post(String pathAndQuery, String... namesAndValues) throws IOException {
        return exchange(bytes("POST", pathAndQuery, form(namesAndValues)));
    }

    /** The request of a poll that waits. */
    byte[] longPoll(String probe) {
        with("longPullingTimeout", "30000");
        byte[] request = bytes("POST", "/config.co", form("Probe-Modify-Request", probe));
        with("longPullingTimeout", "");
        return request;
    }

    Reply exchange(byte[] request) throws IOException {
        send(request);
        return reply(request);
    }

    void send(byte[] request) throws IOException {
        connection.send(request);
    }

    /** Reads the answer, and opens another connection if the server wants to end this one. */
    Reply reply(byte[] request) throws IOException {
        Reply reply = connection.reply(request);
        if (reply.header("Connection").equalsIgnoreCase("close")) {
            connection.close();
            connection = new RawHttp(host, port, GBK);
        }
        return reply;
    }

    static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], GBK));
        }
        return form.toString();
    }

    byte[] bytes(String method, String pathAndQuery, String body) {
        String head = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        String length = method.equals("POST") ? "Content-Length: " + body.length() + "\r\n" : "";
        return (method + " /diamond-server" + pathAndQuery + " HTTP/1.1\r\n" + head
                        + "User-Agent: Java/1.6.0_32\r\nHost: " + host + ":" + port + "\r\n"
                        + "Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\n"
                        + "Connection: keep-alive\r\n" + length + "\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
