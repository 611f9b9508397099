/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.bench.server.Visitor;

/** Somebody at the console with a browser of his own, whose page tells by its own clock when something was to be seen. */
final class Person implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 60_000;

    /** For requests that a screen sends once it stands. */
    private static final double AFTERWARDS_MILLIS = 500;

    /** Notes when the first rows of a list were painted, and offers the same for whatever else is waited for. */
    private static final String CLOCK = """
            (() => {
              const marks = {};
              const paint = name => requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => { marks[name] = performance.now(); };
                after.port2.postMessage(0);
              });
              const when = (name, seen) => {
                delete marks[name];
                const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); paint(name); } });
                watch.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
              };
              window.bench = { marks, when };
              when('rows', () => document.querySelector('main tbody tr'));
              when('facets', () => [...document.querySelectorAll('main .facet button')]
                .find(each => each.textContent.includes('region-')));
            })()""";

    /** Waits for the key, and for the list to show what fits to all that is typed by then. */
    private static final String WAIT_FOR_ROWS = """
            typed => {
              const input = document.querySelector('[name=dataId]');
              const fits = () => {
                const frame = document.querySelector('main .table-frame');
                const names = [...document.querySelectorAll('main tbody td.name a')].map(each => each.textContent);
                return input.value === typed && (frame ? !frame.matches('.stale') && names.every(each => each.includes(typed))
                  : !!document.querySelector('main .empty'));
              };
              delete bench.marks.key;
              input.addEventListener('keydown', event => { bench.marks.key = event.timeStamp; }, { once: true, capture: true });
              bench.when('found', fits);
            }""";

    private static final String WAIT_FOR_SCREEN = """
            ([hash, sought]) => {
              bench.when('screen', () => document.querySelector('main ' + sought) && !document.querySelector('main .loading'));
              bench.marks.went = performance.now();
              location.hash = hash;
            }""";

    private static final String WAIT_FOR_ALL = """
            clients => bench.when('all', () => [...document.querySelectorAll('main progress')]
              .some(each => each.max === clients && each.value === clients))""";

    private final BrowserContext context;
    private final Page page;
    private final String server;
    private final List<Response> answers = new ArrayList<>();
    private int asked;

    /** With what {@link #kept} told of another one, or with nothing where that is null: never with files in his cache. */
    Person(Browser browser, String server, String kept) {
        this.server = server;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setStorageState(kept));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addInitScript(CLOCK);
        page = context.newPage();
        page.onResponse(answers::add);
        page.onRequest(request -> {
            if (request.url().contains("/api/v1/") && !request.headers().containsKey("diamond-background")) {
                asked++;
            }
        });
    }

    String kept() {
        return context.storageState();
    }

    void signIn() {
        page.navigate(server + "/console/");
        page.locator("[name=user]").fill(Visitor.USER);
        page.locator("[name=password]").fill(Visitor.PASSWORD);
        page.locator("[name=password]").press("Enter");
        page.locator("main tbody tr").first().waitFor();
    }

    /** Opens the console's first page. @return milliseconds from there to the first rows of the list, painted */
    double open() {
        page.navigate("about:blank");
        page.navigate(server + "/console/");
        return mark("rows");
    }

    /** Waits for what the list that was opened last can be narrowed to, its tags among it. @return milliseconds from its opening to that, painted */
    double facets() {
        return mark("facets");
    }

    /** Compressed bytes of the console's own files that were loaded so far. */
    int bytes() {
        return List.copyOf(answers).stream()
                .filter(answer -> answer.url().contains("/console/") && answer.status() == 200)
                .mapToInt(answer -> answer.request().sizes().responseBodySize)
                .sum();
    }

    /** How many of the console's own files were loaded so far. */
    int files() {
        return (int) List.copyOf(answers).stream()
                .filter(answer -> answer.url().contains("/console/") && answer.status() == 200)
                .count();
    }

    private double mark(String name) {
        page.waitForFunction("name => bench.marks[name] !== undefined", name);
        return number("bench.marks." + name);
    }

    private double number(String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    /** Types this into the field for names, key by key. @return milliseconds from each key to the rows that fit, painted */
    List<Double> type(String text) {
        List<Double> millis = new ArrayList<>();
        page.locator("[name=dataId]").fill("");
        page.locator("[name=dataId]").focus();
        // What was typed before found nothing, and would still stand there as what fits.
        page.waitForFunction("() => document.querySelectorAll('main tbody tr').length > 1"
                + " && !document.querySelector('main .table-frame.stale')");
        for (int i = 1; i <= text.length(); i++) {
            page.waitForFunction("() => !document.querySelector('main .table-frame.stale')");
            page.evaluate(WAIT_FOR_ROWS, text.substring(0, i));
            page.keyboard().press(text.substring(i - 1, i));
            double found = mark("found");
            millis.add(found - mark("key"));
        }
        return millis;
    }

    /**
     * What it took to go to a screen.
     *
     * @param millis from the click to what is sought, painted
     * @param requests of it; those that only refresh are left out
     */
    record Way(double millis, int requests) {}

    /** Goes to a screen, whose element and what is sought in it is a selector. */
    Way go(String hash, String sought) {
        int before = asked;
        page.evaluate(WAIT_FOR_SCREEN, List.of(hash, sought));
        double screen = mark("screen");
        double millis = screen - mark("went");
        page.waitForTimeout(AFTERWARDS_MILLIS);
        return new Way(millis, asked - before);
    }

    /** Asks for the next page of the list. @return how many requests that took */
    int more() {
        int before = asked;
        int rows = page.locator("main tbody tr").count();
        page.locator("main .pager button").click();
        page.waitForFunction("rows => document.querySelectorAll('main tbody tr').length > rows", rows);
        return asked - before;
    }

    /** A publish as a person sees it, in milliseconds of the wall clock. */
    record Publish(double sent, double shown) {}

    /** Changes a configuration and publishes it; waits until its page shows that all of so many clients have it. */
    Publish publish(String hash, String text, int clients) {
        page.evaluate("hash => { location.hash = hash; }", hash);
        page.locator("dm-edit .cm-content").focus();
        page.keyboard().press("Control+End");
        page.keyboard().type(text);
        page.keyboard().press("Control+s");
        page.locator("dialog[open] button[type=submit]:enabled").waitFor();
        page.evaluate(WAIT_FOR_ALL, clients);
        double sent = number("performance.timeOrigin + performance.now()");
        page.keyboard().press("Control+Enter");
        double shown = mark("all");
        return new Publish(sent, number("performance.timeOrigin") + shown);
    }

    @Override
    public void close() {
        context.close();
    }
}
