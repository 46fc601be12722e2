// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.p2vit.quant.InvalidInputException;

/**
 * How well the golden kernels and the quantizer are tested, from the XML of JaCoCo and of PIT.
 *
 * @param branchesByClass of classes that have branches
 * @param mutantsByClass planted faults; reached are those that a test sees
 */
public record KernelCoverage(
        Share branches, Share mutants, Map<String, Share> branchesByClass, Map<String, Share> mutantsByClass) {
    private static final List<String> PACKAGES =
            List.of("org.p2vit.quant.kernel", "org.p2vit.quant.golden", "org.p2vit.quant.calibration");
    private static final Set<String> SEEN = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR");

    /**
     * Reads both reports.
     *
     * @param target build folder of the module
     * @throws InvalidInputException if one is missing or something else
     */
    public static KernelCoverage of(Path target) {
        Map<String, Share> branches = new TreeMap<>();
        Map<String, Share> mutants = new TreeMap<>();
        read(target.resolve("site/jacoco/jacoco.xml"), new ClassBranches(branches));
        read(target.resolve("pit-reports/mutations.xml"), new Mutants(mutants));
        return new KernelCoverage(sum(branches), sum(mutants), branches, mutants);
    }

    /** Classes that have branches and no planted fault: PIT was not run over them. */
    public List<String> unplanted() {
        return branchesByClass.keySet().stream()
                .filter(type -> !mutantsByClass.containsKey(type))
                .toList();
    }

    private static Share sum(Map<String, Share> shares) {
        return shares.values().stream().reduce(Share.NONE, Share::plus);
    }

    private static void add(Map<String, Share> shares, String type, Share share) {
        if (PACKAGES.stream().anyMatch(name -> type.startsWith(name + "."))) {
            shares.merge(type.replaceFirst("\\$.*", ""), share, Share::plus);
        }
    }

    /** Counters of a class stand at its end, behind those of its methods. */
    private static final class ClassBranches implements Consumer<XMLStreamReader> {
        private final Map<String, Share> shares;
        private String type = "";
        private boolean inMethod;

        ClassBranches(Map<String, Share> shares) {
            this.shares = shares;
        }

        @Override
        public void accept(XMLStreamReader xml) {
            boolean start = xml.isStartElement();
            switch (xml.getLocalName()) {
                case "class" ->
                    type = start ? xml.getAttributeValue(null, "name").replace('/', '.') : "";
                case "method" -> inMethod = start;
                case "counter" -> {
                    if (start && !inMethod && "BRANCH".equals(xml.getAttributeValue(null, "type"))) {
                        int covered = Integer.parseInt(xml.getAttributeValue(null, "covered"));
                        int missed = Integer.parseInt(xml.getAttributeValue(null, "missed"));
                        add(shares, type, new Share(covered, 0, covered + missed));
                    }
                }
                default -> {}
            }
        }
    }

    private static final class Mutants implements Consumer<XMLStreamReader> {
        private final Map<String, Share> shares;
        private boolean seen;

        Mutants(Map<String, Share> shares) {
            this.shares = shares;
        }

        @Override
        public void accept(XMLStreamReader xml) {
            if (xml.isStartElement() && xml.getLocalName().equals("mutation")) {
                seen = SEEN.contains(xml.getAttributeValue(null, "status"));
            }
            if (xml.isStartElement() && xml.getLocalName().equals("mutatedClass")) {
                try {
                    add(shares, xml.getElementText(), new Share(seen ? 1 : 0, 0, 1));
                } catch (XMLStreamException e) {
                    throw new InvalidInputException("a fault of PIT has no class", e);
                }
            }
        }
    }

    private static void read(Path file, Consumer<XMLStreamReader> elements) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + " does not exist; run make coverage");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                    elements.accept(xml);
                }
            }
            xml.close();
        } catch (XMLStreamException | NumberFormatException e) {
            throw new InvalidInputException(file + " is not as JaCoCo and PIT write it", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
