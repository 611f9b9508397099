/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One person at the console: his browser, his page, and everything that went wrong in it, which is read at the end. Confined to one
 * thread.
 */
final class Visit implements AutoCloseable {

    /** What a person waits for before he gives up. */
    private static final double PATIENCE_MILLIS = 15_000;

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    /** A refusal that is told in the page: the browser notes each answer that is none of 200 in its console. */
    private static final Pattern ANSWER =
            Pattern.compile("Failed to load resource: the server responded with a status.*");

    private final BrowserContext context;
    private final Page page;
    private final String server;
    private final List<String> wrongs = new ArrayList<>();
    private final List<Response> answers = new ArrayList<>();
    private final Set<Request> asked = new HashSet<>();

    Visit(Browser browser, String server) {
        this.server = server;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onPageError(error -> wrongs.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !ANSWER.matcher(message.text()).matches()) {
                wrongs.add("console: " + message.text());
            }
        });
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(server) && !url.startsWith("data:") && !url.startsWith("blob:")) {
                wrongs.add("foreign request: " + url);
            }
        });
        page.onResponse(answers::add);
        page.onRequest(asked::add);
        page.onResponse(answer -> asked.remove(answer.request()));
        page.onRequestFailed(asked::remove);
    }

    Page page() {
        return page;
    }

    /** All that came since the page was opened. */
    List<Response> answers() {
        return List.copyOf(answers);
    }

    /** Opens a screen by its address, {@code configs?group=G} say, and waits until it shows what it has. */
    Visit open(String address) {
        page.navigate(server + "/console/#/" + address);
        page.waitForFunction(
                "name => import('./routes.js').then(m => "
                        + "!!document.querySelector('main ' + m.ROUTES.find(each => each.name === name).tag))",
                address.replaceFirst("\\?.*", ""));
        return settled();
    }

    /** Opens the console as somebody who never was there. */
    Visit openFirst() {
        page.navigate(server + "/");
        return settled();
    }

    /** Waits until nothing is asked of the server any more, and nothing says that it is busy. */
    Visit settled() {
        page.waitForFunction(
                "() => document.querySelector('main h1, form') && !document.querySelector('.loading, .spinner')");
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        page.waitForCondition(asked::isEmpty);
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        page.waitForFunction("() => !document.querySelector('.loading, .spinner')");
        return this;
    }

    Visit signIn(String user, String password) {
        page.locator("[name=user]").fill(user);
        page.locator("[name=password]").fill(password);
        page.locator("[name=password]").press("Enter");
        page.locator("nav a").first().waitFor();
        return settled();
    }

    /** The names of the screens that there are. */
    @SuppressWarnings("unchecked")
    List<String> screens() {
        return (List<String>) page.evaluate("() => import('./routes.js').then(m => m.ROUTES.map(r => r.name))");
    }

    /** Switches both in place, as the buttons at the top do. */
    void look(String language, String theme) {
        page.evaluate(
                "([language, theme]) => Promise.all([import('./lib/i18n.js'), import('./lib/theme.js')])"
                        + ".then(([i, t]) => { i.setLanguage(language); t.setTheme(theme); })",
                List.of(language, theme));
        page.waitForFunction("language => document.documentElement.lang === language", language);
    }

    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** Fails with what axe finds that keeps somebody out. */
    void assertAccessible(String where) {
        List<String> violations = new ArrayList<>();
        new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")).analyze().getViolations().stream()
                        .filter(rule -> SERIOUS.contains(
                                String.valueOf(rule.getImpact()).toLowerCase(Locale.ROOT)))
                        .forEach(rule -> rule.getNodes()
                                .forEach(node -> violations.add(
                                        where + ": " + rule.getId() + " " + node.getTarget() + " " + node.getHtml())));
        wrongs.addAll(violations);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** What a screen reader would not find, what the policy refused, what failed unseen: nothing of it. */
    void assertNothingWrong() {
        assertThat(wrongs).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
