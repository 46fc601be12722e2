// SPDX-License-Identifier: Apache-2.0
package org.p2vit.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader who begins with README or the index comes to every page, by links that lead somewhere. */
class DocLinksTests {
    private static final int WIDTH = 140;

    private Map<Path, DocPage> pages;

    @BeforeEach
    void read() throws IOException {
        pages = DocPage.all().stream().collect(Collectors.toMap(DocPage::path, Function.identity()));
        assertThat(pages).hasSizeGreaterThan(40);
    }

    @Test
    void everyPageIsReached() {
        for (String start : List.of("README.md", "doc/index.md")) {
            Set<String> missed = new TreeSet<>();
            Set<Path> reached = reached(DocPage.ROOT.resolve(start));
            pages.forEach((path, page) -> {
                if (!reached.contains(path)) {
                    missed.add(page.name());
                }
            });
            assertThat(missed).as("pages without a way from %s", start).isEmpty();
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (DocPage page : pages.values()) {
            for (String link : page.links()) {
                links++;
                if (!link.contains("://") && !sound(page, link)) {
                    broken.add(page.name() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(200);
    }

    @Test
    void linesFitAnEditor() {
        List<String> wide = new ArrayList<>();
        for (DocPage page : pages.values()) {
            page.text().lines().filter(DocLinksTests::isWide).forEach(line -> wide.add(page.name() + ": " + line));
        }
        assertThat(wide).isEmpty();
    }

    /** Rows of tables cannot be broken. */
    private static boolean isWide(String line) {
        return line.codePointCount(0, line.length()) > WIDTH && !line.startsWith("|");
    }

    private boolean sound(DocPage page, String link) {
        Path target = page.target(link);
        int hash = link.indexOf('#');
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || pages.containsKey(target) && pages.get(target).anchors().contains(link.substring(hash + 1));
    }

    private Set<Path> reached(Path start) {
        Map<Path, Path> reached = new HashMap<>(Map.of(start, start));
        Deque<Path> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            DocPage page = pages.get(next.remove());
            for (String link : page.links()) {
                Path target = link.contains("://") ? page.path() : page.target(link);
                if (pages.containsKey(target) && reached.putIfAbsent(target, page.path()) == null) {
                    next.add(target);
                }
            }
        }
        return reached.keySet();
    }
}
