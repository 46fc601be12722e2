// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * No key of a configuration is ignored: another value of it gives another file, the Verilog for whatever describes hardware.
 * That files repeat the configuration, in the manifest and as CONFIG_HASH, does not count.
 */
@Tag("slow")
class EveryKeyCountsTests {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Another value for each key of {@code tiny}, and the file that must follow. */
    private static final Map<String, Change> CHANGES = new TreeMap<>(Map.ofEntries(
            change("/description", "another", "p2vit.core"),
            change("/clockMhz", 200, "p2vit_ooc.xdc"),
            change("/attention", "multiply", Emitter.VERILOG),
            change("/array/tokenTile", 4, Emitter.VERILOG),
            change("/array/word", 16, Emitter.VERILOG),
            change("/array/postPipes", 2, Emitter.VERILOG),
            change("/array/pe", "scalable", Emitter.VERILOG),
            change("/buffers/activation/words", 4096, Emitter.VERILOG),
            change("/buffers/weight/words", 1024, Emitter.VERILOG),
            change("/buffers/residual/words", 1024, Emitter.VERILOG),
            change("/buffers/value/words", 1024, Emitter.VERILOG),
            change("/buffers/code/words", 2048, Emitter.VERILOG),
            change("/buffers/requantParam/words", 256, Emitter.VERILOG),
            change("/buffers/normParam/words", 64, Emitter.VERILOG),
            change("/buffers/logit/words", 32, Emitter.VERILOG),
            change("/buffers/activation/style", "ultra", Emitter.VERILOG),
            change("/buffers/weight/style", "ultra", Emitter.VERILOG),
            change("/buffers/residual/style", "ultra", Emitter.VERILOG),
            change("/buffers/value/style", "ultra", Emitter.VERILOG),
            change("/buffers/code/style", "ultra", Emitter.VERILOG),
            change("/buffers/requantParam/style", "block", Emitter.VERILOG),
            change("/buffers/normParam/style", "block", Emitter.VERILOG),
            change("/buffers/logit/style", "block", Emitter.VERILOG),
            change("/limits/maxTokens", 40, Emitter.VERILOG),
            change("/limits/maxDim", 48, Emitter.VERILOG),
            change("/control/queueDepth", 4, Emitter.VERILOG),
            change("/control/addressBits", 40, Emitter.VERILOG),
            change("/control/maxOutstandingReads", 4, Emitter.VERILOG)));

    @TempDir
    private static Path folder;

    private static ObjectNode tiny;
    private static Map<String, String> files;

    private record Change(Object value, String file) {}

    private static Map.Entry<String, Change> change(String key, Object value, String file) {
        return Map.entry(key, new Change(value, file));
    }

    @BeforeAll
    static void emitTiny() throws IOException {
        try (var stream = AcceleratorConfig.class.getResourceAsStream("/configs/tiny.yaml")) {
            tiny = (ObjectNode) YAML.readTree(stream);
        }
        files = emitted("tiny", UnaryOperator.identity());
    }

    private static Map<String, String> emitted(String name, UnaryOperator<ObjectNode> change) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("mine.yaml");
        Files.writeString(
                file, YAML.writeValueAsString(change.apply(tiny.deepCopy())).replace("\"", ""));
        AcceleratorConfig config = AcceleratorConfig.load(file.toString());
        Path output = folder.resolve(name).resolve("rtl");
        Emitter.emit(config, output);
        String hash = String.format(Locale.ROOT, "%08x", ConfigHash.of(config));
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.list(output)) {
            for (Path one : all.toList()) {
                texts.put(one.getFileName().toString(), Files.readString(one).replaceAll("(?i)" + hash, "CONFIG_HASH"));
            }
        }
        return texts;
    }

    static Stream<String> keys() {
        return CHANGES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anotherValueGivesAnotherFile(String key) throws IOException {
        Change change = CHANGES.get(key);
        Map<String, String> changed = emitted(key.substring(1).replace('/', '-'), config -> {
            int last = key.lastIndexOf('/');
            JsonNode value = JsonMapper.shared().valueToTree(change.value());
            ObjectNode parent = (ObjectNode) config.at(key.substring(0, last));
            parent.set(key.substring(last + 1), value);
            if (change.value().equals("multiply")) {
                ((ObjectNode) config.get("buffers")).remove(List.of("value", "code"));
            }
            return config;
        });
        assertThat(changed.get(change.file()).equals(files.get(change.file())))
                .as("%s is the same with another %s", change.file(), key)
                .isFalse();
    }

    /**
     * What acts elsewhere: {@code p2vit rtl} prints the grade, {@code p2vit synth} takes device and limits from the board, and
     * the compiler refuses wider heads.
     */
    @Test
    void noKeyIsForgotten() {
        TreeSet<String> all = new TreeSet<>(Set.of("/attention"));
        collect("", tiny, all);
        all.removeAll(Set.of("/grade", "/board", "/limits/maxHeadDim"));
        assertThat(CHANGES.keySet()).isEqualTo(all);
    }

    private static void collect(String path, JsonNode node, TreeSet<String> keys) {
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(path + "/" + entry.getKey(), entry.getValue(), keys));
        } else {
            keys.add(path);
        }
    }
}
