// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import org.p2vit.hw.compiler.Program;

/**
 * Places of a program and its data in one piece of memory, as byte offsets from its start: one after the other, each at a
 * 4 KiB boundary, the first not at 0. A host may place them otherwise; only the boundaries matter.
 *
 * @param program commands
 * @param model constants
 * @param input patches
 * @param output logits
 * @param bytes size of the whole
 */
public record MemoryMap(int program, int model, int input, int output, int bytes) {
    /** Everything begins at a multiple of so many bytes. */
    public static final int PAGE = 4096;

    public static MemoryMap of(Program program) {
        return of(program, 1);
    }

    /** With room for as many images in a row. */
    public static MemoryMap of(Program program, int images) {
        int start = PAGE;
        int model = after(start, program.commandBytes().length);
        int input = after(model, program.constants().length);
        int output = after(input, Math.multiplyExact(images, program.inputStride()));
        return new MemoryMap(
                start, model, input, output, after(output, Math.multiplyExact(images, program.outputStride())));
    }

    /**
     * The first page behind so many bytes.
     *
     * @throws ArithmeticException when it is behind 2 GiB
     */
    static int after(int start, int bytes) {
        return Math.addExact(Math.addExact(start, bytes), PAGE - 1) / PAGE * PAGE;
    }
}
