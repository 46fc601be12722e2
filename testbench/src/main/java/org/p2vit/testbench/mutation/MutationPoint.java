// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

/**
 * One place in a Verilog file and what could be wrong there.
 *
 * @param id module, signal, operator and a hash of the statement's shape; the same wherever the module and the statement stand in the
 *     file, and whatever the widths are
 * @param key {@code id} without what tells modules of one name apart: the same fault in a module of other parameters
 * @param module as the file calls it
 * @param line in the file, from 1
 * @param from of the text that is faulted, as an offset in the file
 * @param to its end
 */
public record MutationPoint(
        String id,
        String key,
        String module,
        MutationOperator operator,
        int line,
        int from,
        int to,
        String original,
        String mutated) {
    @Override
    public String toString() {
        return id + ", line " + line + ": " + original + "  ->  " + mutated;
    }
}
