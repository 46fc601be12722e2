// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bool;

/** For attention by shifts: values go to VAL, and nothing is divided. */
public final class StoredValues extends RequantValues {
    /** Cycles from taking a row group to its write. */
    public static final int LATENCY = RequantUnit.latency(0);

    /** Rows of values are being written. */
    public final Bool toVal = named("toVal", out(reg(bool(), false)));

    public StoredValues(int lanes, int groups, int word) {}

    @Override
    Destination destination() {
        return Destination.VAL;
    }

    @Override
    boolean divides() {
        return false;
    }

    @Override
    int ahead() {
        return 0;
    }

    @Override
    OutputPlaces places() {
        return new ConsecutiveOutputs();
    }

    @Override
    RowLanes lanes(int word) {
        return new PlainLanes();
    }

    @Override
    void ask(ValidPipeline valid, RequantStep step) {
        // Nothing is divided.
    }

    @Override
    void deliver(Bool soon) {
        assign(toVal, soon);
    }

    @Override
    Bool delivered() {
        return toVal;
    }

    @Override
    void connect(int lane, AccumulatorRows early, ValidPipeline valid, RequantStep atAccumulator) {
        // Nothing is divided.
    }
}
