// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.program.WrittenWords;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.TapWord;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Counts the words that each unit of a running accelerator writes, as {@link WrittenWords} counts those of a program, without looking at
 * them. What the taps have recorded is kept only until {@link #collect()}.
 */
public final class WordCounter {
    private static final String STORE = "m_axi_gmem_w";

    /**
     * A stream of words.
     *
     * @param rows words in a record, or 0 where each bit of the record is one
     */
    private record Counted(Unit unit, int rows, TapSpec tap) {}

    private final Model model;
    private final List<Counted> streams;
    private final Map<Unit, Long> words = new EnumMap<>(Unit.class);

    private WordCounter(Model model, List<Counted> streams) {
        this.model = model;
        this.streams = streams;
    }

    /**
     * Opens an accelerator whose words are counted.
     *
     * @param built by {@link AcceleratorModel}
     * @param seed of the contents of registers that have no reset
     */
    public static WordCounter open(VerilatedModel built, AcceleratorConfig config, long seed) {
        List<Counted> streams = streams(built, config);
        TapSpec[] taps = streams.stream().map(Counted::tap).toArray(TapSpec[]::new);
        return new WordCounter(built.recording(taps).open(seed), streams);
    }

    private static List<Counted> streams(VerilatedModel built, AcceleratorConfig config) {
        List<Counted> streams = new ArrayList<>();
        for (UnitTap tap : AcceleratorModel.taps(config)) {
            streams.add(new Counted(tap.unit(), tap.masked() ? 0 : tap.rows(), tap.withoutData()));
        }
        int strobes = built.pins().stream()
                .filter(pin -> pin.name().equals(STORE + "strb"))
                .mapToInt(Pin::width)
                .sum();
        TapSpec stored =
                TapSpec.handshake(Unit.STORE.name(), STORE + "valid", STORE + "ready", STORE + "strb", strobes);
        streams.add(new Counted(Unit.STORE, 0, stored));
        return streams;
    }

    /** The accelerator; whoever opened it closes it. */
    public Model model() {
        return model;
    }

    /** Forgets all words so far. */
    public void restart() {
        collect();
        words.clear();
    }

    /** Adds what was written since the last time. */
    public void collect() {
        for (Counted stream : streams) {
            for (TapWord record : model.tap(stream.tap().name()).drain()) {
                words.merge(stream.unit(), stream.rows() > 0 ? stream.rows() : bits(record.data()), Long::sum);
            }
        }
    }

    private static long bits(byte[] data) {
        long bits = 0;
        for (byte some : data) {
            bits += Integer.bitCount(some & 0xff);
        }
        return bits;
    }

    /** Words by unit, of STORE int32 numbers; without units that wrote none. */
    public Map<Unit, Long> words() {
        collect();
        Map<Unit, Long> all = new EnumMap<>(words);
        all.computeIfPresent(Unit.STORE, (unit, bytes) -> bytes / Integer.BYTES);
        return all;
    }
}
