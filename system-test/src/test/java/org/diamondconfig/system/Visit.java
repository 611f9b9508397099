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

    /** What a person waits for before he gives up; much, for a machine may be busy with other tests. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final int WIDE = 1280;
    private static final int TELEPHONE = 360;
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final List<String> LEVELS = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

    /** The browser notes each answer that is none of 200 in its console; which of them is wrong, its status tells. */
    private static final Pattern NOTED =
            Pattern.compile("Failed to load resource: the server responded with a status.*");

    /** What it notes where nobody answers. */
    private static final Pattern SILENCE = Pattern.compile("Failed to load resource: net::ERR_.*");

    /**
     * Who is not signed in, a key that is not there, one of the other kind, one that somebody else has changed, and tags that are still
     * being counted.
     */
    private static final Pattern ANSWER = Pattern.compile(
            "401 GET .*/(whoami|session)|404 GET .*/config\\?.*|409 GET .*/datums\\?.*|412 (PUT|POST) .*"
                    + "|503 GET .*/facets\\?.*(tag|app)=.*");

    /** Tells what the buttons say; given what one says, presses it. */
    private static final String BUTTONS = "name => {"
            + " document.querySelectorAll('main details').forEach(each => { each.open = true; });"
            + " const found = new Map();"
            + " for (const each of document.querySelectorAll('main button:enabled:not([aria-disabled=true], .badge)')) {"
            + "   const said = each.getAttribute('aria-label') ?? each.innerText.trim();"
            + "   if (said && !found.has(said) && each.checkVisibility()"
            + "     && !(said.includes(': ') && each.closest('tr:not(:first-child)'))) {"
            + "     found.set(said, each);"
            + "   }"
            + " }"
            + " found.get(name)?.click();"
            + " return name == null ? [...found.keys()] : found.has(name);"
            + "}";

    private final BrowserContext context;
    private final Page page;
    private final String server;
    private final List<String> wrongs = new ArrayList<>();
    private final List<Response> answers = new ArrayList<>();
    private final Set<Request> asked = new HashSet<>();
    private Pattern expected = ANSWER;
    private boolean silent;

    /** With what {@link #kept} told of another visit, or with nothing where that is null. */
    Visit(Browser browser, String server, String kept) {
        this.server = server;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(WIDE, 800)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setStorageState(kept));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onPageError(error -> wrongs.add("error: " + error));
        page.onConsoleMessage(message -> {
            boolean noted = NOTED.matcher(message.text()).matches()
                    || (silent && SILENCE.matcher(message.text()).matches());
            if (message.type().equals("error") && !noted) {
                wrongs.add("console: " + message.text());
            }
        });
        page.onRequest(this::hearRequest);
        page.onResponse(this::hearAnswer);
        page.onRequestFailed(asked::remove);
    }

    private void hearRequest(Request request) {
        String url = request.url();
        if (!url.startsWith(server) && !url.startsWith("data:") && !url.startsWith("blob:")) {
            wrongs.add("foreign request: " + url);
        }
        if (request.isNavigationRequest()) {
            // What the page before asked is not answered any more, and not told to have failed either.
            asked.clear();
        }
        asked.add(request);
    }

    private void hearAnswer(Response answer) {
        answers.add(answer);
        asked.remove(answer.request());
        String told = answer.status() + " " + answer.request().method() + " " + answer.url();
        if (answer.status() >= 400 && !expected.matcher(told).matches()) {
            wrongs.add("answer: " + told);
        }
    }

    /** From now on such an answer is none that should not be, {@code 401 .*} say, besides the usual ones. */
    Visit expect(String answer) {
        expected = Pattern.compile(ANSWER + "|" + answer);
        return this;
    }

    /** From now on it is none either that nobody answers. */
    Visit expectSilence() {
        silent = true;
        return this;
    }

    /** The cookies and what else is kept in the browser, for another visit of the same person. */
    String kept() {
        return context.storageState();
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

    /** Notes what axe finds that keeps somebody out. */
    void lookForBarriers(String where) {
        note(where, axe().withTags(LEVELS));
    }

    /** The page in both languages and colours, and on a telephone; in English and light at the end as before. */
    void lookAround(String name) {
        photograph(name + ".en.light");
        lookForBarriers(name);
        lookOnATelephone(name);
        look("zh-CN", "dark");
        photograph(name + ".zh-CN.dark");
        lookForPaleText(name + ", dark");
        look("en", "light");
    }

    /** Of the same page in other colours nothing else can differ. */
    void lookForPaleText(String where) {
        note(where, axe().withRules(List.of("color-contrast")));
    }

    /** There are no frames of others, so the page that is looked at does all the work itself. */
    private AxeBuilder axe() {
        return new AxeBuilder(page).setLegacyMode(true);
    }

    private void note(String where, AxeBuilder axe) {
        axe.analyze().getViolations().stream()
                .filter(rule ->
                        SERIOUS.contains(String.valueOf(rule.getImpact()).toLowerCase(Locale.ROOT)))
                .forEach(rule -> rule.getNodes()
                        .forEach(node -> wrongs.add(
                                where + ": " + rule.getId() + " " + node.getTarget() + " " + node.getHtml())));
    }

    /** Notes it if the page is wider than a telephone, of which it takes a picture. */
    void lookOnATelephone(String name) {
        page.setViewportSize(TELEPHONE, 740);
        photograph(name + "." + TELEPHONE);
        Object wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        if (((Number) wider).intValue() > 0) {
            wrongs.add(name + " is wider than " + TELEPHONE + " pixels by " + wider);
        }
        page.setViewportSize(WIDE, 800);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /**
     * What the buttons of the screen say that can be pressed, in the order of the page: those in menus too, which are opened for it, and of
     * a table's rows the first one's, or where that may not be pressed, another one's.
     */
    @SuppressWarnings("unchecked")
    List<String> buttons() {
        return (List<String>) page.evaluate(BUTTONS);
    }

    /** Presses the first button of this name, all in one step: pages that refresh themselves move it. False if there is none. */
    boolean press(String name) {
        boolean pressed = (boolean) page.evaluate(BUTTONS, name);
        settled();
        return pressed;
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
