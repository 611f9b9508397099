/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML, whether it is well-formed; no schema and no DTD is read, and nothing outside of it is opened. The reader is that of the
 * JDK, whatever the application server would put in its place, and its first error is the last; its sentences are in the
 * language of the machine. Confined to one thread, and used once.
 */
final class XmlSyntax {

    private static final Set<String> HARMLESS_ENCODINGS = Set.of("UTF-8", "UTF8", "US-ASCII");
    private static final String BEFORE_SENTENCE = "Message: ";

    private final Source source;
    private final Findings findings;

    private static final Pattern DECLARATION = Pattern.compile("<!ENTITY\\s+([^\\s%]+)\\s");

    /** What the DTD inside the content declares; not unfolded. */
    private final Set<String> declared = new HashSet<>();

    /** Whether there is a DTD that is not read, which might declare anything: one elsewhere, or one by parameter entities. */
    private boolean declaresElsewhere;

    private int depth;

    XmlSyntax(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    void check() {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(source.text()));
            warnOfEncoding(reader.getCharacterEncodingScheme());
            while (reader.hasNext() && !findings.isFull() && (depth <= Validation.MAX_DEPTH)) {
                take(reader.next(), reader);
            }
        } catch (XMLStreamException e) {
            findings.error(offset(e.getLocation()), "SYNTAX", sentence(e));
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    private void take(int event, XMLStreamReader reader) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (++depth > Validation.MAX_DEPTH) {
                    Validation.tooDeep(findings, beginning('<', reader));
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.DTD -> declarations(reader);
            case XMLStreamConstants.ENTITY_REFERENCE -> entity(reader);
            default -> {}
        }
    }

    private void declarations(XMLStreamReader reader) {
        int end = offset(reader.getLocation());
        String dtd = source.text().substring(Math.max(0, source.text().lastIndexOf("<!DOCTYPE", end)), end);
        int inside = dtd.indexOf('[');
        String head = inside < 0 ? dtd : dtd.substring(0, inside);
        declaresElsewhere = head.contains("SYSTEM") || head.contains("PUBLIC") || dtd.contains("%");
        DECLARATION.matcher(dtd).results().forEach(found -> declared.add(found.group(1)));
    }

    /** Where what the reader has just passed begins: it tells where that ends. */
    private int beginning(char sign, XMLStreamReader reader) {
        int end = offset(reader.getLocation());
        return Math.max(0, source.text().lastIndexOf(sign, Math.max(0, end - 1)));
    }

    private void entity(XMLStreamReader reader) {
        if (!declaresElsewhere && !declared.contains(reader.getLocalName())) {
            findings.error(
                    beginning('&', reader),
                    "UNKNOWN_ENTITY",
                    "No entity of this name is declared; write a bare ampersand as &amp;.");
        }
    }

    /** Contents are served as UTF-8, whatever they say of themselves. */
    private void warnOfEncoding(String declared) {
        boolean harmless = declared == null || HARMLESS_ENCODINGS.stream().anyMatch(declared::equalsIgnoreCase);
        if (!harmless) {
            findings.warning(
                    Math.max(0, source.text().indexOf(declared)),
                    "ENCODING",
                    "The content is served as " + StandardCharsets.UTF_8 + ", whatever encoding it declares.");
        }
    }

    private int offset(Location location) {
        return location == null ? 0 : source.offset(location.getLineNumber(), location.getColumnNumber());
    }

    /** Without the place that the reader puts before it. */
    private static String sentence(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int start = message.indexOf(BEFORE_SENTENCE);
        return start < 0 ? message : message.substring(start + BEFORE_SENTENCE.length());
    }
}
