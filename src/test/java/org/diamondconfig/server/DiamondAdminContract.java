/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** What people, consoles and scripts of the original Diamond 3.x rely on, over raw sockets. */
public abstract class DiamondAdminContract extends DiamondFaceKit {

    private Reply admin(String query) throws IOException {
        return client.get("/admin.do?method=" + query + "&group=" + group);
    }

    private static JsonObject json(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return Json.parseObject(reply.body().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> listed(Reply reply) {
        return json(reply).objects("pageItems").stream()
                .map(item -> item.string("dataId"))
                .toList();
    }

    @Test
    void admin_publishesListsAndRemoves() throws IOException {
        for (String dataId : List.of("db.url", "db.user", "other_1", "otherX1")) {
            String method = dataId.startsWith("db") ? "postConfig" : "updateConfig";
            assertOk(other.post(
                    "/admin.do?method=" + method, "dataId", dataId, "group", group, "content", dataId + CHINESE));
        }

        assertThat(listed(admin("listConfig&dataId=db.url"))).containsExactly("db.url");
        assertThat(listed(admin("listConfig"))).hasSize(4);
        assertThat(listed(admin("listConfigLike&dataId=db.*"))).containsExactly("db.url", "db.user");
        assertThat(listed(admin("listConfigLike&dataId=ther_"))).containsExactly("other_1");
        assertThat(listed(admin("listConfigLike&content=X1"))).containsExactly("otherX1");
        assertThat(listed(admin("listConfigLike&dataId=%25"))).isEmpty();
        JsonObject page = json(admin("listConfig&pageNo=2&pageSize=3"));
        assertThat(page.number("totalCount")).isEqualTo(4);
        assertThat(page.number("pagesAvailable")).isEqualTo(2);
        assertThat(page.number("pageNumber")).isEqualTo(2);
        assertThat(page.objects("pageItems")).hasSize(1);
        assertThat(listed(admin("listConfig&pageNo=99999999999&pageSize=0"))).isEmpty();
        JsonObject detail = json(admin("detailConfig&dataId=db.url"));
        assertThat(detail.string("content")).isEqualTo("db.url" + CHINESE);
        assertThat(detail.string("md5")).isEqualTo(Md5.hex(("db.url" + CHINESE).getBytes(OriginalClient.GBK)));

        assertOk(admin("deleteConfigByDataIdGroup&dataId=db.url"));
        assertThat(admin("detailConfig&dataId=db.url").status()).isEqualTo(404);
        assertThat(listed(admin("listConfig"))).hasSize(3);
    }

    @Test
    void batches_tellOfEachItem_andOneSpoilsNoOther() throws IOException {
        publish("old", "1");

        Reply published = client.post(
                "/admin.do?method=batchAddOrUpdate",
                "allDataIdAndContent",
                "old\0022\1new\2" + CHINESE + "\1..\2x\1nothing\2 \1",
                "group",
                group);
        Reply read = client.post("/admin.do?method=batchQuery", "dataIds", "old\2new\2never", "group", group);

        assertThat(published.status()).isEqualTo(200);
        assertThat(items(published)).extracting(item -> item.number("status")).containsExactly(4L, 3L, -1L, -1L);
        assertThat(items(read)).extracting(item -> item.number("status")).containsExactly(1L, 1L, 2L);
        assertThat(items(read).get(0).string("content")).isEqualTo("2");
        assertThat(items(read).get(1).string("content")).isEqualTo(CHINESE);
    }

    @Test
    void batches_takeAsManyAsTheirLimits() throws IOException {
        Reply read = client.post("/admin.do?method=batchQuery", "dataIds", "..\2".repeat(500), "group", group);
        Reply published = client.post(
                "/admin.do?method=batchAddOrUpdate", "allDataIdAndContent", "..\2x\1".repeat(100), "group", group);

        assertThat(items(read)).hasSize(500);
        assertThat(items(published)).hasSize(100);
    }

    @Test
    void whoWaits_isSeen_andWhatTheyHold() throws IOException {
        publish("a", CHINESE);
        byte[] poll = client.longPoll(line("a", CHINESE) + line("never", null));
        client.send(poll);
        String key = "&dataId=a&group=" + group;
        Awaitility.await()
                .untilAsserted(() -> assertThat(other.get("/admin.do?method=listAllClientSubConfig" + key)
                                .body())
                        .contains("\"ip\"")
                        .contains("\"app\":\"shop\""));

        JsonObject ofKey = json(other.get("/admin.do?method=listSubscriberByGroup" + key));
        String address = ofKey.names().iterator().next();
        assertThat(ofKey.flag(address, false)).isTrue();
        String ofClient = "&clientIp=" + address;
        assertThat(other.get("/admin.do?method=isClientInPolling" + ofClient).body())
                .isEqualTo("true\n");
        assertThat(other.get("/admin.do?method=isClientInPolling&clientIp=192.0.2.1")
                        .body())
                .isEqualTo("false\n");
        String md5 = Md5.hex(CHINESE.getBytes(OriginalClient.GBK));
        assertThat(json(other.get("/admin.do?method=listClientSubConfig" + ofClient))
                        .string("a+" + group))
                .isEqualTo(md5);
        assertThat(json(other.get("/admin.do?method=listSubscriber" + ofClient)).flag("never+" + group, false))
                .isTrue();
        assertThat(other.get("/admin.do?method=listSubStatus" + ofClient).body())
                .contains("{\"groupKey\":\"a+" + group + "\",\"md5\":\"" + md5 + "\",\"status\":true}");
        assertThat(other.get("/admin.do?method=listSubsByGroup" + key).body()).contains("\"md5\":\"" + md5 + "\"");

        publish("a", "2");
        assertThat(client.reply(poll).body()).isEqualTo(named("a") + "\n");
    }

    @Test
    void operatorsRequests_areAnsweredAsFarAsTheyCanBe() throws IOException {
        assertOk(client.get("/notify.do?method=notifyConfigInfo&dataId=a&group=" + group));
        assertOk(client.post("/login.do?method=login", "username", "admin", "password", "hidden"));
        assertOk(client.get("/login.do?method=logout"));
        assertThat(client.get("/switch.do?method=list").body()).isEqualTo("enableAccessControl=false\n");
        assertThat(client.get("/db.do?method=getCurrentDB").body())
                .endsWith("UP\n")
                .doesNotContain("jdbc:");
        for (String path :
                List.of("/switch.do?method=reload", "/db.do?method=reload", "/admin.do?method=deleteConfig&id=1")) {
            assertThat(client.get(path).status()).as(path).isEqualTo(400);
        }
        for (String method : List.of("listUser", "reloadUser", "deleteUser", "changePassword")) {
            Reply reply = client.get("/admin.do?method=" + method + "&userName=a&password=b");
            assertThat(reply.status()).as(method).isEqualTo(403);
            assertThat(reply.body()).contains("USERS_ELSEWHERE");
        }
    }
}
