// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.emit.Manifest;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.Sha256;

/**
 * The Verilog of every named configuration, the programs of some networks and the cycles predicted for them are what they were. A change of
 * structure leaves them alone; one that is meant writes {@value #FILE} again, and the commit says why.
 *
 * <p>{@code mvn -pl hw-gen -am test -Dtest=MachineDigestTests -Dsurefire.failIfNoSpecifiedTests=false -Dp2vit.digests=write}
 */
@Tag("slow")
class MachineDigestTests {
    private static final String FILE = "src/test/resources/machine-digests.properties";
    private static final boolean WRITE = "write".equals(System.getProperty("p2vit.digests"));
    private static final Map<String, String> FOUND = new TreeMap<>();
    private static final long SEED = 1;
    private static final Properties EXPECTED = expected();

    @TempDir
    private static Path folder;

    private static Properties expected() {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of(FILE))) {
            properties.load(stream);
        } catch (IOException e) {
            assertThat(WRITE).as("%s can be read: %s", FILE, e).isTrue();
        }
        return properties;
    }

    static Stream<String> configurations() {
        return AcceleratorConfig.NAMED.stream();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void verilogIsTheSame(String name) {
        Manifest manifest = Emitter.emit(AcceleratorConfig.load(name), folder.resolve(name));
        compare("verilog." + name, manifest.verilog().sha256());
    }

    /** Networks with whatever makes commands differ: ends of rows, tiles and words, weights of 4 bits, both kinds of attention. */
    private enum Network {
        PLAIN(new VitShape(32, 32, 3, 8, 64, 3, 2, 128, 10), false),
        ODD(new VitShape(24, 24, 1, 4, 48, 2, 3, 96, 5), true),
        DEIT_TINY(new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000), false);

        private final VitShape shape;
        private final boolean mixed;

        Network(VitShape shape, boolean mixed) {
            this.shape = shape;
            this.mixed = mixed;
        }

        QuantizedVit random(AttentionCoding attention) {
            return mixed
                    ? RandomQuantizedVit.mixed(shape, attention, SEED)
                    : RandomQuantizedVit.of(shape, attention, SEED);
        }
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void programsAndPredictionsAreTheSame(Network network) {
        for (String name : List.of("kv260", "kv260-shift", ScalableMachine.FILE)) {
            AcceleratorConfig config = AcceleratorConfig.load(name);
            QuantizedVit weights = network.random(config.attention().coding());
            for (Overlap overlap : Overlap.values()) {
                String key = String.join(".", config.name(), network.name(), overlap.name())
                        .toLowerCase(Locale.ROOT);
                Program program = NetworkCompiler.compile(weights, config, overlap);
                compare("program." + key, digest(program));
                Prediction prediction = CycleModel.predict(program, config, MemoryTiming.HARDER, 2);
                compare("cycles." + key, Long.toString(prediction.cycles()));
            }
        }
    }

    /** The bytes that go to DRAM, and what each command is said to compute. */
    private static String digest(Program program) {
        ByteBuffer slices = StandardCharsets.UTF_8.encode(
                program.first().slices() + "\n" + program.further().slices());
        byte[] commands = program.commandBytes();
        byte[] constants = program.constants();
        ByteBuffer all = ByteBuffer.allocate(commands.length + constants.length + slices.remaining());
        return Sha256.hex(all.put(commands).put(constants).put(slices).array());
    }

    private static void compare(String key, String value) {
        FOUND.put(key, value);
        if (!WRITE) {
            assertThat(value).as(key).isEqualTo(EXPECTED.getProperty(key));
        }
    }

    @AfterAll
    static void writeOrCompareKeys() throws IOException {
        if (WRITE) {
            StringBuilder text = new StringBuilder("# SPDX-License-Identifier: Apache-2.0\n");
            FOUND.forEach(
                    (key, value) -> text.append(key).append('=').append(value).append('\n'));
            Files.writeString(Path.of(FILE), text);
        }
    }
}
