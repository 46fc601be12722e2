// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.testbench.bus.AxiMemory.Range;
import org.p2vit.testbench.bus.Dram;

/**
 * Where a run may read and write, by its registers, and what memory was before it.
 *
 * @param before all of memory
 */
record Footprint(List<Range> reads, List<Range> writes, byte[] before) {
    static Footprint of(Function<Register, Long> registers, Dram dram) {
        long commands = registers.apply(RegisterMap.PROGRAM_COMMANDS) + registers.apply(RegisterMap.LOOP_COMMANDS);
        List<Range> reads = List.of(
                range(registers.apply(RegisterMap.PROGRAM_LOW), commands * Command.BYTES),
                range(registers.apply(RegisterMap.MODEL_LOW), registers.apply(RegisterMap.MODEL_SIZE_LOW)),
                range(registers.apply(RegisterMap.INPUT_LOW), registers.apply(RegisterMap.INPUT_SIZE_LOW)));
        List<Range> writes =
                List.of(range(registers.apply(RegisterMap.OUTPUT_LOW), registers.apply(RegisterMap.OUTPUT_SIZE_LOW)));
        return new Footprint(reads, writes, dram.read(0, dram.size()));
    }

    private static Range range(long from, long bytes) {
        return new Range(from, from + bytes);
    }

    /** The first byte outside OUTPUT that is not what it was. */
    Optional<String> changed(Dram dram) {
        byte[] after = dram.read(0, dram.size());
        int from = 0;
        while (from < after.length) {
            int at = Arrays.mismatch(before, from, after.length, after, from, after.length);
            if (at < 0) {
                return Optional.empty();
            }
            int place = from + at;
            if (writes.stream().noneMatch(range -> range.from() <= place && place < range.to())) {
                return Optional.of(String.format(Locale.ROOT, "byte 0x%x outside OUTPUT was written", place));
            }
            from = place + 1;
        }
        return Optional.empty();
    }
}
