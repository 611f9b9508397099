/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.wire.ConfigKey;

/**
 * {@code /publishConfig}: dataId, group, content. The answer is empty; its 200 says that the content is committed, that this
 * node serves it, and that the polls that wait for it are being answered. Thread-safe.
 */
public final class PublishServlet extends PlainServlet {

    private static final long serialVersionUID = 1;

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Configs configs;

    @Inject
    private transient Access access;

    @Inject
    private transient Settings settings;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Form form = Form.of(request, Form.ESCAPED * settings.bytes(Knob.CONTENT_MAX) + Form.NAMES);
        ConfigKey key = form.key();
        Caller caller = Door.caller(request);
        access.check(caller, Action.PUBLISH, key);
        configs.publish(caller, Publication.of(key, form.required(Form.CONTENT)));
        write(response, new byte[0]);
    }
}
