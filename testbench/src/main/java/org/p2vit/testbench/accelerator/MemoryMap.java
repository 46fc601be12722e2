// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import org.p2vit.hw.compiler.Program;

/** Where a simulation puts a program and its data in DRAM: one after the other, at 4 KiB boundaries, not at 0. */
record MemoryMap(int program, int model, int input, int output, int size) {
    private static final int PAGE = 4096;

    static MemoryMap of(Program program) {
        int at = PAGE;
        int model = after(at, program.commandBytes().length);
        int input = after(model, program.constants().length);
        int output = after(input, program.inputBytes());
        return new MemoryMap(at, model, input, output, after(output, program.outputBytes()));
    }

    private static int after(int start, int bytes) {
        return Math.addExact(start, (bytes + PAGE - 1) / PAGE * PAGE);
    }
}
