// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference of configurations names every key of the records, with the type and the bounds that they refuse. */
class ConfigPageTests {
    private static final int TYPE = 0;
    private static final int ALLOWED = 1;
    private static final int DEFAULT = 2;

    private ConfigPage page;
    private Map<String, List<String>> keys;
    private String example;

    @BeforeEach
    void readPage() throws IOException {
        page = ConfigPage.read();
        keys = page.table("key");
        example = page.example();
    }

    @Test
    void everyKeyIsNamedAndNoOther() {
        Set<String> components = new TreeSet<>();
        components("", AcceleratorConfig.class, components);
        components.remove("name");
        assertThat(keys.keySet()).containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void typesAndBoundsAreThoseThatAreRefused() {
        keys.forEach((key, cells) -> {
            String known = cells.get(ALLOWED).replace("`", "");
            switch (cells.get(TYPE)) {
                case "number", "decimal" -> requireNumber(key, known.replace("array.tokenTile", "8"));
                case "choice" ->
                    assertThat(refusal(key, "none")).contains(named(key) + " is none, allowed is: " + known);
                default -> assertThat(refusal(key, "''")).as(key).contains(key);
            }
        });
        assertThat(refusal("board", "basys3")).contains("known are pynq-z2, kv260, zcu104, and none");
        assertThat(refusal("description", "x".repeat(501))).contains("it may have 500");
        assertThat(refusal("description", "x".repeat(500))).isEmpty();
    }

    /** The ends of the bounds are legal values of their own records; what is beyond them is not. */
    private void requireNumber(String key, String known) {
        Matcher bounds = Pattern.compile("(\\d+) (to|or) (\\d+)(; .*)?").matcher(known);
        assertThat(bounds.matches()).as("%s: %s", key, known).isTrue();
        String range = bounds.group(1) + " " + bounds.group(2) + " " + bounds.group(3);
        int most = Integer.parseInt(bounds.group(3));
        for (int value : new int[] {Integer.parseInt(bounds.group(1)) - 1, most + 1}) {
            assertThat(refusal(key, Integer.toString(value))).contains(key + " is " + value + ", allowed is " + range);
        }
        assertThat(refusal(key, bounds.group(1))).doesNotContain("allowed is");
        assertThat(refusal(key, bounds.group(3))).doesNotContain("allowed is");
        assertThat(refusal(key, "12").contains("power of two")).as(key).isEqualTo(known.contains("power of two"));
        assertThat(refusal(key, "6").contains("it must divide array."))
                .as(key)
                .isEqualTo(known.contains("divides array.") || known.contains("divides 8"));
    }

    @Test
    void keysWithADefaultMayBeLeftOutAndNoOther() {
        keys.forEach((key, cells) -> {
            String refused = refused(without(key));
            assertThat(refused.contains("missing"))
                    .as("%s is required: %s", key, refused)
                    .isEqualTo(!cells.get(DEFAULT).equals("`shift`"));
        });
    }

    @Test
    void theExampleIsWhatItSays() {
        AcceleratorConfig config = ConfigReader.parse("mine", "mine.yaml", example);
        assertThat(config.array().macsPerCycle()).isEqualTo(2048);
        assertThat(config.limits().maxTokens()).isGreaterThanOrEqualTo(577);
    }

    @Test
    void builtInConfigurationsAreListed() {
        Map<String, List<String>> rows = page.table("configuration");
        assertThat(rows.keySet()).containsExactlyElementsOf(AcceleratorConfig.NAMED);
        rows.forEach((name, cells) -> {
            AcceleratorConfig config = AcceleratorConfig.load(name);
            int word = config.array().word();
            assertThat(cells.get(0)).isEqualTo(config.array().tokenTile() + " × " + word + " × " + word);
            assertThat(cells.get(1)).startsWith(Integer.toString(config.array().macsPerCycle()));
            assertThat(cells.get(2)).isEqualTo(config.grade().name().toLowerCase(Locale.ROOT));
        });
    }

    private static void components(String path, Class<?> type, Set<String> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = path + component.getName();
            if (component.getType().isRecord()) {
                components(key + ".", component.getType(), into);
            } else {
                into.add(key.endsWith(".style") ? "buffers.*.style" : key);
            }
        }
    }

    private static String named(String key) {
        return key.replace("*", "weight");
    }

    private String refusal(String key, String value) {
        return refused(replaced(key, value));
    }

    private static String refused(String text) {
        Throwable refusal = catchThrowable(() -> ConfigReader.parse("mine", "mine.yaml", text));
        return refusal == null ? "" : refusal.getMessage();
    }

    /** The example with another value of a key, which it has. */
    private String replaced(String key, String value) {
        String last = last(key);
        Pattern place =
                Pattern.compile("(?m)(" + place(key) + last + ": )" + (key.startsWith("buffers.") ? "[^,}]*" : ".*"));
        Matcher found = place.matcher(example);
        assertThat(found.find()).as("%s in the example", key).isTrue();
        return found.replaceFirst("$1" + Matcher.quoteReplacement(value));
    }

    /** The example without a key; a buffer goes as a whole. */
    private String without(String key) {
        String buffer = key.startsWith("buffers.") ? named(key).split("\\.")[1] : last(key);
        return Arrays.stream(example.split("\n"))
                .filter(line -> !line.strip().startsWith(buffer + ":"))
                .reduce("", (text, line) -> text + line + "\n");
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** What stands before a key in its line. */
    private static String place(String key) {
        return key.startsWith("buffers.") ? "^  " + named(key).split("\\.")[1] + ": \\{.*?" : "^ *";
    }
}
