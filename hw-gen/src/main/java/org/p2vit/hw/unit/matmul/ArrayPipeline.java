// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.config.ProcessingElement;

/**
 * Where a step of the array is in each cycle: operands, products, their sums inside chains of DSP blocks where there are some, adder
 * tree, accumulators.
 *
 * @param word W, products of an output in a step
 * @param pe what makes them
 */
record ArrayPipeline(int word, ProcessingElement pe) {
    /** Whether chains multiply and add, not pairs. */
    boolean cascade() {
        return pe == ProcessingElement.CASCADE;
    }

    /** Cycles from the operands of the first depth lanes, {@link #terms} at a time, to those of the last. */
    int skew() {
        return cascade() ? ProductChain.LINKS - 1 : 0;
    }

    /** Stages of what multiplies, from its first operands to the terms of the adder tree. */
    int termStages() {
        return cascade() ? ProductChain.STAGES : ProductPair.STAGES;
    }

    /** Of the adder tree. */
    int terms() {
        return cascade() ? word / ProductChain.LINKS : word;
    }

    /** Clock cycles from operands to sums. */
    int stages() {
        return termStages() + ReductionTree.stages(terms(), DotProductPair.LEVELS.size()) + 1;
    }

    /** Clock cycles from a step at the array's inputs to its sums. */
    int latency() {
        return 1 + stages();
    }
}
