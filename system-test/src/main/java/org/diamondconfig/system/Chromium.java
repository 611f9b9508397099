/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium, driven by the machine's own node: nothing is downloaded. Where one of them is missing, the tests that ask
 * for it are aborted with a sentence; on a build machine they fail. Confined to one thread.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable, Path node) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        environment.put("PLAYWRIGHT_NODEJS_PATH", node.toString());
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")));
    }

    /** Starts it, with {@code -Dchromium=PATH} another than the first that is found. */
    public static Chromium start() {
        Optional<Path> executable = Optional.ofNullable(System.getProperty("chromium"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .or(() -> NAMES.stream().flatMap(name -> found(name).stream()).findFirst());
        Optional<Path> node = found("node");
        if (executable.isEmpty() || node.isEmpty()) {
            String sentence = "The console is tried in a real browser: apt-get install chromium nodejs fonts-noto-cjk";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(sentence);
            }
            Assumptions.abort(sentence);
        }
        return new Chromium(executable.orElseThrow(), node.orElseThrow());
    }

    private static Optional<Path> found(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** To open pages with: each context of it is a person with cookies and storage of his own. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
