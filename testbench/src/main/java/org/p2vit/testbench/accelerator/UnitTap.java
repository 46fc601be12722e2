// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.TapSpec.Signal;

/**
 * A tap on something that a unit writes.
 *
 * @param name unique
 * @param valid a record is written
 * @param mask the rows of the record that count, the record's first part; without it all do
 * @param rows token rows of a record
 * @param word numbers of a row in a record
 * @param shows what of the tensors of the unit's commands it shows
 */
record UnitTap(
        String name,
        Unit unit,
        String valid,
        Optional<String> mask,
        String data,
        int rows,
        LaneFormat format,
        int word,
        Function<TensorSlice, Stream<TensorSlice>> shows) {
    /** Name of the tap on logits. */
    static final String LOGITS = "logits";

    private static final LaneFormat SUM = new LaneFormat(24, false);

    /** On the codes or accumulators of a unit, all but logits. */
    static UnitTap of(Unit unit, String instance, int rows, boolean masked, LaneFormat format, int word) {
        String path = "core." + instance + ".tap";
        return new UnitTap(
                unit.name(),
                unit,
                path + "Valid",
                masked ? Optional.of(path + "Mask") : Optional.empty(),
                path + "Data",
                rows,
                format,
                word,
                slice -> Stream.of(slice).filter(made -> !isLogits(made)));
    }

    /** On REQUANT's int32 logits. */
    static UnitTap ofLogits(int word) {
        String path = "core.requant.tapOut";
        return new UnitTap(
                LOGITS,
                Unit.REQUANT,
                path + "Valid",
                Optional.empty(),
                path + "Data",
                1,
                LaneFormat.INT32,
                word,
                slice -> Stream.of(slice).filter(UnitTap::isLogits));
    }

    /** On the sums of rows of uniform attention codes. */
    static UnitTap ofSums(int rows) {
        String path = "core.softmax.tapSums";
        return new UnitTap(
                "sums",
                Unit.SOFTMAX,
                path + "Valid",
                Optional.of(path + "Mask"),
                path,
                rows,
                SUM,
                1,
                slice -> Stream.of(slice.sums()));
    }

    /** On the exponents of words that have some. */
    static UnitTap ofExponents(int rows, int word) {
        return new UnitTap(
                "exponents",
                Unit.REQUANT,
                "core.requant.tapExponentsValid",
                Optional.of("core.requant.tapMask"),
                "core.requant.tapExponents",
                rows,
                LaneFormat.UINT8,
                word / NumericContract.EXPONENT_BLOCK,
                slice -> Stream.of(slice).filter(TensorSlice::hasExponents).map(TensorSlice::exponents));
    }

    private static boolean isLogits(TensorSlice slice) {
        return slice.tensor().equals(TensorSlice.LOGITS);
    }

    /** What the unit's commands, in the order of the program, have written here. */
    List<TensorSlice> slices(List<TensorSlice> program) {
        return program.stream()
                .filter(slice -> slice != null && slice.unit() == unit)
                .flatMap(shows)
                .toList();
    }

    boolean masked() {
        return mask.isPresent();
    }

    TapSpec spec() {
        List<Signal> fields = new ArrayList<>(maskSignal());
        fields.add(new Signal(data, rows * word * format.bits()));
        return new TapSpec(name, valid, null, fields);
    }

    /** The mask alone, or that there is a word. */
    TapSpec withoutData() {
        return new TapSpec(name, valid, null, masked() ? maskSignal() : List.of(new Signal(valid, 1)));
    }

    private List<Signal> maskSignal() {
        return mask.map(path -> new Signal(path, rows)).stream().toList();
    }
}
