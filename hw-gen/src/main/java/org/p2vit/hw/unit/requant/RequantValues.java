// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bool;

/**
 * What REQUANT does for A·V, the product of attention weights and values: where the rows of values go, and whether the sums of A·V are divided. A part of
 * {@link RequantUnit}, whose ports and signals these are.
 */
public abstract class RequantValues extends HwArea {
    /** Makes the part for R, T/R and W. */
    @FunctionalInterface
    public interface Maker<V extends RequantValues> {
        V make(int lanes, int groups, int word);
    }

    /** Where rows of values go. */
    abstract Destination destination();

    /** Whether steps carry what rows are divided by. */
    abstract boolean divides();

    /** Cycles by which accumulators are needed before the lanes' stage for them. */
    abstract int ahead();

    /** Takes that rows of values are written in the next cycle, {@code soon}. */
    abstract void deliver(Bool soon);

    /** Rows of values are being written. */
    abstract Bool delivered();

    /** Places of a command's words; called in the sequencer. */
    abstract OutputPlaces places();

    /** Lanes of the next row; called in the row. */
    abstract RowLanes lanes(int word);

    /** Reads what the rows that were just taken are divided by. */
    abstract void ask(ValidPipeline valid, RequantStep step);

    /**
     * Connects the rows.
     *
     * @param early their accumulators, in the cycle in which the divisors are there
     * @param atAccumulator the step in their stage
     */
    abstract void connect(int lane, AccumulatorRows early, ValidPipeline valid, RequantStep atAccumulator);
}
