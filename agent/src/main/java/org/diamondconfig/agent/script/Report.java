/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;

/**
 * That a version has arrived on this host, without its content. Immutable.
 *
 * @param exit of its script, if it has one
 */
record Report(Place place, long version, String md5, Instant written, Optional<Integer> exit) {

    /** What there is one report of. Immutable. */
    record Place(String cluster, ConfigKey key) {}

    static Report of(StoreRecord now, Optional<Outcome> outcome) {
        Place place = new Place(now.cluster(), now.key());
        return new Report(place, now.version(), now.md5(), now.written(), outcome.map(Outcome::exit));
    }

    /** What makes it another one. */
    String state() {
        return version + " " + md5 + exit;
    }

    /** As QConf's agent posts it. Asks for the name of this host. */
    String form() {
        Map<String, String> fields = new LinkedHashMap<>();
        InetAddress here = here();
        fields.put("hostname", here.getHostName());
        fields.put("ip", here.getHostAddress());
        fields.put("node_whole", "/" + place.key());
        fields.put("value_md5", md5);
        fields.put("idc", place.cluster());
        fields.put("update_time", Long.toString(written.getEpochSecond()));
        fields.put("data_type", "2");
        fields.put("version", Long.toString(version));
        exit.ifPresent(status -> fields.put("script", Integer.toString(status)));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static InetAddress here() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
