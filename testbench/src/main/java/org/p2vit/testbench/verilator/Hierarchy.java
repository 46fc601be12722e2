// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Which module each instance of a design is, from Verilator's XML. Needed to make a signal visible that a tap names by
 * its instance path, since Verilator takes such requests by module.
 */
final class Hierarchy {
    private final String top;
    private final Map<String, String> moduleOfInstance;
    private final Set<String> ports;

    private Hierarchy(String top, Map<String, String> moduleOfInstance, Set<String> ports) {
        this.top = top;
        this.moduleOfInstance = moduleOfInstance;
        this.ports = ports;
    }

    static Hierarchy read(Path xml, String top) throws IOException {
        Hierarchy found = new Hierarchy(top, new HashMap<>(), new HashSet<>());
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(xml)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            boolean inTop = false;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamReader.END_ELEMENT
                        && inTop
                        && reader.getLocalName().equals("module")) {
                    break;
                }
                if (event == XMLStreamReader.START_ELEMENT) {
                    inTop |= reader.getAttributeValue(null, "topModule") != null;
                    found.note(reader, inTop);
                }
            }
            reader.close();
        } catch (XMLStreamException e) {
            throw new BuildException("Verilator's XML of " + top + " cannot be read: " + e.getMessage(), e);
        }
        return found;
    }

    private void note(XMLStreamReader reader, boolean inTop) {
        if (reader.getLocalName().equals("cell")) {
            moduleOfInstance.put(reader.getAttributeValue(null, "hier"), reader.getAttributeValue(null, "submodname"));
        } else if (inTop && reader.getAttributeValue(null, "dir") != null) {
            ports.add(reader.getAttributeValue(null, "name"));
        }
    }

    /** Instance path below the top of the module that holds the signal, with the top in front. */
    static String scope(String top, String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? top : top + "." + path.substring(0, dot);
    }

    static String signal(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Lines of Verilator configuration that keep the given signals readable; ports are readable anyway. */
    Set<String> visibility(Iterable<String> paths) {
        TreeSet<String> lines = new TreeSet<>();
        for (String path : paths) {
            if (ports.contains(path)) {
                continue;
            }
            String scope = scope(top, path);
            String module = moduleOfInstance.get(scope);
            if (module == null) {
                throw new BuildException("tap signal " + path + ": there is no instance " + scope
                        + "; a path is made of instance names below the top " + top);
            }
            lines.add(String.format(Locale.ROOT, "public_flat_rd -module \"%s\" -var \"%s\"", module, signal(path)));
        }
        return lines;
    }
}
