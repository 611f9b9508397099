/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

    private static final String NAME = "diamond.tls.trust-store";

    @TempDir
    private static Path folder;

    private static Authority authority;

    @TempDir
    private Path home;

    @BeforeAll
    static void makeAuthority() {
        authority = new Authority(folder);
    }

    private static StoreFile file(Path path) {
        return file(path, "");
    }

    private static StoreFile file(Path path, String password) {
        return StoreFile.of(NAME, path.toString(), password, "").orElseThrow();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(home.resolve("store"), text);
    }

    private static void assertNoTrust(StoreFile file, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(file::trust)
                .withMessageStartingWith(NAME + ": ")
                .withMessageContaining(why)
                .withMessageNotContaining(Authority.PASSWORD);
    }

    @Test
    void pem_isTakenWithWhateverStandsAroundAndBesideTheCertificates() throws IOException {
        String pem = Files.readString(authority.pem());

        assertThat(file(written("# ours\r\n" + pem.replace("\n", "\r\n") + "and so on\n" + pem))
                        .trust())
                .hasSize(1);
    }

    @Test
    void pkcs12_isKnownByItsContent() {
        assertThat(file(authority.keys(), Authority.PASSWORD).trust()).hasSize(1);
        assertThat(file(authority.keys(), Authority.PASSWORD).keys()).hasSize(1);
    }

    @Test
    void password_comesFromAFileToo() throws IOException {
        Path password = written(Authority.PASSWORD + "\n");

        assertThat(StoreFile.of(NAME, authority.keys().toString(), "", password.toString())
                        .orElseThrow()
                        .trust())
                .hasSize(1);
    }

    @Test
    void noFile_isNone() {
        assertThat(StoreFile.of(NAME, "", "", "")).isEmpty();
    }

    @Test
    void settingsThatContradictEachOther_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreFile.of(NAME, "", "secret", ""))
                .withMessage(NAME + ": a password is set for it, and no file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreFile.of(NAME, "a", "secret", "b"))
                .withMessageStartingWith(NAME + ".password-file: ");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> StoreFile.of(NAME, "a", "", home.resolve("none").toString()))
                .withMessageStartingWith(NAME + ".password-file: ");
    }

    @Test
    void fileThatIsNotUsable_isNamed_withWhatIsWrongWithIt() throws IOException {
        assertNoTrust(file(home.resolve("none")), "none is not there");
        assertNoTrust(file(home), "is no file");
        assertNoTrust(file(written("")), "is neither PEM nor PKCS12 nor JKS");
        assertNoTrust(file(written("-----BEGIN PRIVATE KEY-----\n")), "holds no certificate to trust");
        assertNoTrust(file(written("-----BEGIN CERTIFICATE-----\nMIIB\n")), "cannot be read, number 1");
        assertNoTrust(file(authority.keys(), "wrong"), "is not opened by the password that is set for it");
        assertNoTrust(file(authority.keys()), "needs a password");
    }

    @Test
    void keysArePkcs12OrJks_andOneOfThemAtLeastIsThere() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(authority.pem()).keys())
                .withMessageContaining("PKCS12 or JKS expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file(authority.keys()).keys())
                .withMessageContaining("holds a key that its password does not open");
    }

    @Test
    void nothingNamed_isWhomTheJvmTrusts() {
        assertThat(Tls.of(Optional.empty(), Optional.empty())
                        .applyTo(java.net.http.HttpClient.newBuilder())
                        .build()
                        .sslParameters()
                        .getProtocols())
                .containsAnyOf("TLSv1.2", "TLSv1.3")
                .doesNotContain("TLSv1", "TLSv1.1");
    }
}
