// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.cosim.unit.WrittenBanks;
import org.p2vit.testbench.verilator.Model;

/** Everything REQUANT writes, in order. */
final class RequantWrites implements BusModel {
    /** A word written; {@code row} is the bank of a buffer (the byte in it for V^T), for SOFTMAX the row of the tile, for OUT 0. */
    record Write(Destination destination, int row, int address, String data) {
        Write(Destination destination, int row, int address, byte[] data) {
            this(destination, row, address, HexFormat.of().formatHex(data));
        }
    }

    /** What is said of a row's exponent. */
    record RowExponent(int bank, int address, int exponent, boolean first) {}

    private final Model model;
    private final int lanes;
    private final List<Write> writes = new ArrayList<>();
    private final List<RowExponent> exponents = new ArrayList<>();

    RequantWrites(Model model, int lanes) {
        this.model = model;
        this.lanes = lanes;
    }

    List<Write> all() {
        return writes;
    }

    List<RowExponent> exponents() {
        return exponents;
    }

    @Override
    public void drive() {
        // REQUANT is never refused.
    }

    @Override
    public void sample() {
        int places = 0;
        places += group("toAct", "write", "address", Destination.ACT);
        places += group("toVal", "write", "address", Destination.VAL);
        places += group("toRes", "streamWrite", "address", Destination.RES);
        places += group("toColumns", "keyWrite", "address", Destination.WGT_TRANSPOSED);
        places += group("toWgt", "keyWrite", "address", Destination.WGT);
        places += group("logits_valid", "logits", "word", Destination.SOFTMAX);
        if (model.hasPin("toColumns") && Long.bitCount(model.get("toColumns") + 1) != 1) {
            throw new AssertionError("cycle " + (model.cycle() - 1) + ": not to the columns of all banks");
        }
        if (places > 1) {
            throw new AssertionError("cycle " + (model.cycle() - 1) + ": written to " + places + " places");
        }
        if (model.get("toExponents") == 1) {
            rowExponents();
        }
        if (model.get("outValid") == 1) {
            int address = (int) model.get("outAddress");
            writes.add(new Write(Destination.OUT, 0, address, model.getBytes(model.pin("outData"))));
        }
    }

    private void rowExponents() {
        for (int bank : WrittenBanks.of(model, "exponentWrite", lanes)) {
            exponents.add(new RowExponent(
                    bank,
                    (int) model.get("exponentWrite_address"),
                    (int) model.get("exponentWrite_data_" + bank % lanes),
                    model.get("firstExponents") == 1));
        }
    }

    private int group(String valid, String bus, String address, Destination destination) {
        if (!model.hasPin(valid) || model.get(valid) == 0) {
            return 0;
        }
        for (int bank : WrittenBanks.of(model, bus, lanes)) {
            byte[] data = model.getBytes(model.pin(bus + "_data_" + bank % lanes));
            writes.add(new Write(destination, bank, (int) model.get(bus + "_" + address), data));
        }
        return 1;
    }
}
