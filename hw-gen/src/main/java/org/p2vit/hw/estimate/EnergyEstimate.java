// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.buffer.BufferSpec;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;

/**
 * Energy of one inference by counting: {@link AccessCounts} times {@link AccessEnergy}. Dynamic energy of arithmetic, buffers and DRAM
 * only; clock tree, control, wires between units, leakage, memory refresh and the processors are not in it.
 *
 * <p>The nominal figure is that of 45 nm standard cells. The range is meant to hold what a device of today takes: on chip from a third (a
 * newer process) to 14 times (programmable logic: I. Kuon and J. Rose, "Measuring the gap between FPGAs and ASICs", IEEE
 * TCAD 26(2), 2007); DRAM from 0.3 nJ (a low-power memory of today; our judgement) to 2.6 nJ (the source's upper end) for 64 bits.
 *
 * @param parts what the energy goes to; what the configuration does not build is not among them
 */
public record EnergyEstimate(List<Contribution> parts) {
    private static final double NEWER_PROCESS = 1.0 / 3;
    private static final double FABRIC = 14;
    private static final double DRAM_LOW = 300;
    private static final double DRAM_HIGH = 2600;
    private static final int DRAM_BYTES = 8;

    /**
     * One kind of operation.
     *
     * @param picojoules of one operation, nominal
     * @param microjoules of all of them, nominal
     * @param low lower end of the range, microjoules
     * @param high upper end
     */
    public record Contribution(
            String name, long count, double picojoules, double microjoules, double low, double high) {}

    public EnergyEstimate {
        parts = List.copyOf(parts);
    }

    public static EnergyEstimate of(Program program, AcceleratorConfig config) {
        AccessCounts counts = AccessCounts.of(program, config);
        BufferTable buffers = new BufferTable(config);
        List<Contribution> parts = new ArrayList<>();
        parts.add(onChip("multiply-accumulate", counts.multiplyAccumulates(), AccessEnergy.MULTIPLY_ACCUMULATE));
        parts.add(onChip("shift-add", counts.shiftAdds(), AccessEnergy.SHIFT_ADD));
        parts.add(onChip("quotient", counts.quotients(), AccessEnergy.QUOTIENT));
        parts.add(onChip("requantize", counts.requantized(), AccessEnergy.REQUANTIZE));
        parts.add(onChip("softmax term", counts.softmaxTerms(), AccessEnergy.SOFTMAX_TERM));
        parts.add(onChip("normalise", counts.normalised(), AccessEnergy.NORMALISE));
        counts.words().forEach((buffer, accesses) -> {
            BufferSpec spec = buffers.get(buffer);
            parts.add(onChip("buffer " + buffer.key(), accesses, AccessEnergy.sram(spec.bankBytes(), spec.wordBits())));
        });
        parts.add(
                part("DRAM, 64 bits", counts.dramBytes() / DRAM_BYTES, AccessEnergy.DRAM_64_BITS, DRAM_LOW, DRAM_HIGH));
        parts.removeIf(part -> part.count() == 0);
        return new EnergyEstimate(parts);
    }

    private static Contribution onChip(String name, long count, double picojoules) {
        return part(name, count, picojoules, NEWER_PROCESS * picojoules, FABRIC * picojoules);
    }

    private static Contribution part(String name, long count, double picojoules, double low, double high) {
        return new Contribution(
                name, count, picojoules, count * picojoules / 1e6, count * low / 1e6, count * high / 1e6);
    }

    /** All parts together. */
    public Contribution total() {
        double microjoules =
                parts.stream().mapToDouble(Contribution::microjoules).sum();
        double low = parts.stream().mapToDouble(Contribution::low).sum();
        double high = parts.stream().mapToDouble(Contribution::high).sum();
        return new Contribution("total", 1, 1e6 * microjoules, microjoules, low, high);
    }
}
