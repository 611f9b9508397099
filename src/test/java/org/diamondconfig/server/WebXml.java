/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the real web.xml says of filters, servlets and the error page, in its order, so that a test server has the same.
 *
 * @param filters in the order of their mappings, which is the order in which they run
 */
record WebXml(List<Mapping> filters, List<Mapping> servlets, String errorPage) {

    record Mapping(String name, Class<?> type, List<String> patterns) {}

    static WebXml read(Path file) throws IOException {
        try {
            Document xml =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            return new WebXml(
                    mappings(xml, "filter"),
                    mappings(xml, "servlet"),
                    text((Element) xml.getElementsByTagName("error-page").item(0), "location")
                            .get(0));
        } catch (ParserConfigurationException | SAXException | ClassNotFoundException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    private static List<Mapping> mappings(Document xml, String kind) throws ClassNotFoundException {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (Element element : elements(xml.getElementsByTagName(kind))) {
            types.put(
                    text(element, kind + "-name").get(0),
                    Class.forName(text(element, kind + "-class").get(0)));
        }
        List<Mapping> mappings = new ArrayList<>();
        for (Element element : elements(xml.getElementsByTagName(kind + "-mapping"))) {
            String name = text(element, kind + "-name").get(0);
            mappings.add(new Mapping(name, types.get(name), text(element, "url-pattern")));
        }
        return mappings;
    }

    private static List<String> text(Element element, String child) {
        return elements(element.getElementsByTagName(child)).stream()
                .map(found -> found.getTextContent().strip())
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
