// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Semaphore.NONE;

import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;

/** One layer, or the outputs of one head of it: operands, destination and who waits for whom. */
final class LinearJob {
    final QuantizedLinear layer;
    final String tensor;
    final StridedAddress input;
    Destination destination;
    StridedAddress output;
    int firstOutput;
    int outputs;
    RowRange rows;
    int machineRow;
    boolean oneRow;
    StridedAddress residual;
    String product;
    QuantizedGelu gelu;
    Semaphore tileWait = NONE;
    Semaphore requantAfter = NONE;
    Semaphore tileSignal = NONE;
    Semaphore end = NONE;
    Semaphore matMulEnd = NONE;
    boolean fine;
    boolean rowExponents;
    /** Inputs that stand together: each group begins with a word of its own. */
    int inputGroup;

    LinearJob(
            QuantizedLinear layer,
            String tensor,
            StridedAddress input,
            Destination destination,
            StridedAddress output) {
        this(layer, tensor, input);
        to(destination, output);
    }

    /** To be sent somewhere by {@link #to}. */
    LinearJob(QuantizedLinear layer, String tensor, StridedAddress input) {
        this.layer = layer;
        this.tensor = tensor;
        this.product = tensor;
        this.input = input;
        this.outputs = layer.outputs();
        this.inputGroup = layer.inputs();
    }

    LinearJob to(Destination place, StridedAddress value) {
        destination = place;
        output = value;
        return this;
    }

    /** Where output tile {@code first} of token tile {@code tile} goes; transposed outputs have one place for all token tiles. */
    StridedAddress outputFrom(int tile, int first) {
        return destination == Destination.WGT_TRANSPOSED
                ? output.at(first)
                : output.at(tile).plus(first);
    }

    /**
     * The same for some outputs, which still have to be sent somewhere.
     *
     * @param begins whether the waits that the job begins with stay
     */
    LinearJob part(int first, int count, boolean begins) {
        LinearJob part = new LinearJob(layer, tensor, input).outputs(first, count);
        part.tileWait = begins ? tileWait : NONE;
        part.requantAfter = begins ? requantAfter : NONE;
        return part;
    }

    LinearJob outputs(int first, int count) {
        firstOutput = first;
        outputs = count;
        return this;
    }

    /** The input comes as groups of {@code size} values, e.g. heads, each with padding up to a whole word. */
    LinearJob inputGroups(int size) {
        inputGroup = size;
        return this;
    }

    /** Words that an output sums over. */
    int depth(Layout layout) {
        return layout.words(layer.inputs(), inputGroup);
    }

    /** The rows to write; {@code first} is the machine row of the first of them. */
    LinearJob rows(RowRange value, int first) {
        rows = value;
        machineRow = first;
        return this;
    }

    /** Of one row, the machine's first, of a tensor that has no other. */
    LinearJob oneRow() {
        oneRow = true;
        return rows(new RowRange(0, 1), 0);
    }

    LinearJob residual(StridedAddress value) {
        residual = value;
        return this;
    }

    /** Through GELU; {@code before} names the product ahead of it. */
    LinearJob gelu(QuantizedGelu form, String before) {
        gelu = form;
        product = before;
        return this;
    }

    /** Takes what went through GELU: words and rows have exponents. */
    LinearJob rowExponents() {
        rowExponents = true;
        return this;
    }

    /** Streams the weights in smaller slices, so that those of the next layer come early. */
    LinearJob fine() {
        fine = true;
        return this;
    }

    /** The last MATMUL gives a token at its end. */
    LinearJob matMulEnd(Semaphore semaphore) {
        matMulEnd = semaphore;
        return this;
    }

    /** The first MATMUL takes the rows that {@code semaphore} counts. */
    LinearJob afterEachTile(Semaphore semaphore) {
        tileWait = semaphore;
        return this;
    }

    /** The first REQUANT takes a token. */
    LinearJob requantAfter(Semaphore semaphore) {
        requantAfter = semaphore;
        return this;
    }

    /** The last REQUANT gives the rows. */
    LinearJob signalEachTile(Semaphore semaphore) {
        tileSignal = semaphore;
        return this;
    }

    /** The last REQUANT gives a token at its end. */
    LinearJob signalEnd(Semaphore semaphore) {
        end = semaphore;
        return this;
    }

    /** The fewest output tiles of a slice: those that share weight words stay together. */
    int step() {
        return Layout.tilesPerWeight(layer);
    }
}
