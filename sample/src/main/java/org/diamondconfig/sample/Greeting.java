/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;

/**
 * An application that says what a configuration says: it opens its client when it is deployed and closes it when it goes. That
 * is all it takes to leave nothing behind.
 */
@WebListener
public class Greeting implements ServletContextListener {

    static final ConfigKey KEY = ConfigKey.of("sample", "greeting.txt");

    private static final String HEARD = "heard";

    private DiamondClient diamond;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        diamond = DiamondClient.builder()
                .servers(System.getProperty("sample.servers"))
                .home(Path.of(System.getProperty("sample.home")))
                .app("sample")
                .build();
        diamond.listen(KEY, config -> event.getServletContext().setAttribute(HEARD, config));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        diamond.close();
    }

    /** Answers what was heard last. */
    @WebServlet("/greeting")
    public static class Page extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain; charset=UTF-8");
            if (getServletContext().getAttribute(HEARD) instanceof Config config) {
                response.getWriter().print(config.content());
            }
        }
    }
}
