// SPDX-License-Identifier: Apache-2.0
package org.p2vit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java file of the repository, {@code module/src/set/java/package/Name.java}.
 *
 * @param set what the file is for: {@code main}, {@code test} or another source folder of its module
 */
record SourceFile(Path path, String set, String packageName, String name) {
    /** Tests run in the folder of their module, one below the repository's. */
    private static final Path ROOT = Path.of("..");

    private static final Pattern TEST = Pattern.compile("(?m)^\\s*@(Parameterized|Repeated)?Test(Factory)?\\b");

    /** All of them, of all modules. */
    static List<SourceFile> all() throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (Path module : listed(ROOT)) {
            Path sources = module.resolve("src");
            for (Path set : Files.isDirectory(sources) ? listed(sources) : List.<Path>of()) {
                Path root = set.resolve("java");
                try (Stream<Path> walk = Files.walk(root)) {
                    walk.filter(path -> path.toString().endsWith(".java")).forEach(path -> files.add(of(root, path)));
                }
            }
        }
        return files;
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static SourceFile of(Path root, Path path) {
        String folder = root.relativize(path.getParent()).toString();
        return new SourceFile(
                path,
                root.getParent().getFileName().toString(),
                folder.replace(path.getFileSystem().getSeparator(), "."),
                path.getFileName().toString().replaceFirst("\\.java$", ""));
    }

    boolean isPage() {
        return name.equals("package-info");
    }

    /** Whether JUnit finds something to run in it. */
    boolean hasTests() throws IOException {
        return TEST.matcher(Files.readString(path)).find();
    }
}
