// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.storage.Sha256;

/**
 * The modules of an emitted file. One has another name in another file ({@code Fifo_3}, {@code Fifo_11}) and its reset too, so modules are told by
 * what they consist of.
 */
final class VerilogModules {
    private static final Pattern START = Pattern.compile("module (\\w+) ?\\(.*");
    private static final Pattern INSTANCE = Pattern.compile("\\s+(\\w+)( \\w+ \\()");
    private static final Pattern RESET = Pattern.compile("\\b\\w*resetn\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d+('\\w+)?");
    private static final String END = "endmodule";

    private final Map<String, VerilogModule> modules = new LinkedHashMap<>();

    private VerilogModules() {}

    static VerilogModules read(Path file) throws IOException {
        return of(Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    static VerilogModules of(List<String> file) {
        Map<String, Integer> starts = new LinkedHashMap<>();
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<String> text = null;
        for (int i = 0; i < file.size(); i++) {
            Matcher start = START.matcher(file.get(i));
            if (start.matches()) {
                text = new ArrayList<>();
                starts.put(start.group(1), i + 1);
                texts.put(start.group(1), text);
            }
            if (text != null) {
                text.add(file.get(i));
                text = file.get(i).startsWith(END) ? null : text;
            }
        }
        VerilogModules all = new VerilogModules();
        Map<String, String> identities = new LinkedHashMap<>();
        starts.forEach((name, line) -> all.modules.put(
                name,
                new VerilogModule(
                        name,
                        identity(name, texts, identities),
                        shape(texts.get(name), texts),
                        line,
                        List.copyOf(texts.get(name)))));
        return all;
    }

    Optional<VerilogModule> named(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    Collection<VerilogModule> all() {
        return modules.values();
    }

    /** A signal's name as it is told in every file. */
    static String common(String signal) {
        return RESET.matcher(signal).replaceAll("resetn");
    }

    private static String identity(String name, Map<String, List<String>> texts, Map<String, String> known) {
        String before = known.get(name);
        if (before != null) {
            return before;
        }
        StringBuilder content = new StringBuilder();
        for (String line : texts.get(name)) {
            Matcher instance = INSTANCE.matcher(line);
            if (instance.matches() && texts.containsKey(instance.group(1))) {
                content.append(identity(instance.group(1), texts, known)).append(instance.group(2));
            } else {
                content.append(START.matcher(line).matches() ? "module" : common(line));
            }
            content.append('\n');
        }
        String identity = digest(content);
        known.put(name, identity);
        return identity;
    }

    private static String shape(List<String> text, Map<String, List<String>> texts) {
        StringBuilder content = new StringBuilder();
        for (String line : text) {
            Matcher instance = INSTANCE.matcher(line);
            String kept = instance.matches() && texts.containsKey(instance.group(1))
                    ? instance.group(2)
                    : START.matcher(line).matches() ? "module" : common(line);
            content.append(NUMBER.matcher(kept).replaceAll("0").replaceAll(" +", " "))
                    .append('\n');
        }
        return digest(content);
    }

    private static String digest(StringBuilder content) {
        return Sha256.hex(content.toString().getBytes(StandardCharsets.UTF_8));
    }
}
