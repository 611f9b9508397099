/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers, of which either may be the first that is asked. */
class UnrepeatedTest {

    private final FakeDiamond one = new FakeDiamond();
    private final FakeDiamond other = new FakeDiamond();
    private Api api;

    @BeforeEach
    void start() {
        one.start();
        other.start();
        Map<Setting, String> told = Map.of(Setting.SERVERS, one.uri() + "," + other.uri(), Setting.CALL_TIMEOUT, "20s");
        api = new Api(ClientSettings.resolve(told, name -> null, name -> null), Map.of());
    }

    @AfterEach
    void stop() {
        api.close();
        one.close();
        other.close();
    }

    private void both(Consumer<FakeDiamond> each) {
        each.accept(one);
        each.accept(other);
    }

    private int asked() {
        return one.requests().size() + other.requests().size();
    }

    private Calls call() {
        return api.call("POST", "/configs/remove").body("{\"keys\":[]}");
    }

    @Test
    void server_thatDidItPerhaps_isFollowedByNoOther() {
        both(server -> server.enqueue(503, "{\"code\":\"OUTCOME_UNKNOWN\",\"detail\":\"Nobody knows.\"}"));

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isTrue();
        assertThat(refused.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(refused).hasMessageContaining("OUTCOME_UNKNOWN").hasMessageEndingWith("may have been done");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void server_thatBreaksOff_isFollowedByNoOther() {
        both(FakeDiamond::dropConnection);

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isTrue();
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void server_thatDidNothing_isFollowedByTheNext() {
        both(server -> server.enqueue(503, "{\"code\":\"STORE_DOWN\",\"detail\":\"It is away.\"}"));

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isFalse();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void server_thatIsNotThere_isFollowedByTheNext() {
        other.close();
        one.enqueue(200, "{\"items\":[]}");

        assertThat(call().unrepeated().send().status()).isEqualTo(200);
    }

    @Test
    void call_thatMayBeRepeated_goesToTheNext() {
        both(FakeDiamond::dropConnection);

        Refused refused = catchThrowableOfType(Refused.class, () -> call().send());

        assertThat(refused.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(asked()).isEqualTo(2);
    }
}
