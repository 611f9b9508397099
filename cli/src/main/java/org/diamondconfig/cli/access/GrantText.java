/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;

/**
 * A grant as it is typed: {@code reader,publish:shop/group/cart*}, which is what may be done, a colon, and patterns of namespace,
 * group and dataId; {@code deny:} before it makes it a denial. Pure.
 */
final class GrantText {

    private GrantText() {}

    static Map<String, Object> parse(String text) {
        boolean deny = text.startsWith("deny:");
        String allowed = deny ? text.substring("deny:".length()) : text;
        int colon = allowed.indexOf(':');
        if (colon <= 0 || colon == allowed.length() - 1) {
            throw new Refused(
                    Exit.USAGE,
                    "a grant is CAN[,CAN]:NAMESPACE[/GROUP[/DATAID]], reader:shop say; deny: before it denies");
        }
        String[] names = allowed.substring(colon + 1).split("/", 3);
        Map<String, Object> grant = new LinkedHashMap<>();
        grant.put("effect", deny ? "deny" : "allow");
        grant.put("can", List.of(allowed.substring(0, colon).split(",")));
        grant.put("namespace", names[0]);
        grant.put("group", names.length > 1 ? names[1] : "*");
        grant.put("dataId", names.length > 2 ? names[2] : "*");
        return grant;
    }

    static List<Map<String, Object>> all(List<String> texts) {
        List<Map<String, Object>> grants = new ArrayList<>();
        if (texts != null) {
            texts.forEach(text -> grants.add(parse(text)));
        }
        return grants;
    }
}
