// SPDX-License-Identifier: Apache-2.0
package org.p2vit.doc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A Markdown page of the repository; code in it is no link and no heading. */
record DocPage(Path path, String text) {
    /** Tests run in the folder of their module, one below the repository's. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Not pages of the project: what is built, emitted and fetched. */
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", "build");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    static DocPage of(Path path) {
        try {
            return new DocPage(path.toAbsolutePath().normalize(), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page; emitted ones are no part of the repository. */
    static List<DocPage> all() throws IOException {
        List<DocPage> pages = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean emitted = folder.getParent().equals(ROOT.resolve("rtl-out"));
                return emitted || NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(of(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return pages;
    }

    /** The name from the root of the repository. */
    String name() {
        return ROOT.relativize(path).toString();
    }

    /** Targets of links and pictures, as they are written. */
    List<String> links() {
        String plain = CODE.matcher(FENCE.matcher(text).replaceAll("")).replaceAll("");
        return LINK.matcher(plain).results().map(found -> found.group(1)).toList();
    }

    /** What may stand behind {@code #}: headings as GitHub names them, and anchors. */
    Set<String> anchors() {
        String plain = FENCE.matcher(text).replaceAll("");
        Set<String> anchors = new TreeSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading : HEADING.matcher(plain).results().toList()) {
            String slug = slug(heading.group(1));
            int earlier = seen.merge(slug, 1, Integer::sum) - 1;
            anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
        }
        ANCHOR.matcher(text).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }

    private static String slug(String heading) {
        return heading.replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }

    /** The file that a relative link names. */
    Path target(String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? path : path.getParent().resolve(file).normalize();
    }
}
