// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Objects;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * The mean of the patches, contract §8.2: attention whose logits are all zero.
 *
 * @param rows makes int8 rows of the tokens: a LayerNorm or a narrowing
 * @param shift {@code avShift} of §5.2, 0 … 31
 * @param after a LayerNorm of the mean, behind a narrowing only
 */
public record QuantizedMean(QuantizedReadout rows, int shift, Optional<QuantizedMeanNorm> after)
        implements QuantizedReadout {
    /** Prefix of the tensors between the rows and the mean's norm or the head. */
    public static final String PREFIX = "mean.";

    public QuantizedMean {
        Objects.requireNonNull(after, "after");
        Require.range("the shift of the mean", shift, 0, NumericContract.MAX_SHIFT);
        if (rows instanceof QuantizedMean || rows instanceof QuantizedNorm && after.isPresent()) {
            throw new InvalidInputException(
                    "A mean of rows of \"" + rows.kind().label() + "\" is not known, or not with a norm behind it.");
        }
    }

    /** The shift with which a mean has an exponent that is less by {@code finer} than that of its rows. */
    public static int shift(int finer) {
        return NumericContract.QUOTIENT_FRACTION_BITS - finer;
    }

    /** How much less the exponent of the mean is than that of its rows. */
    public int finer() {
        return NumericContract.QUOTIENT_FRACTION_BITS - shift;
    }

    @Override
    public String name() {
        return after.map(norm -> norm.norm().name()).orElse("mean");
    }

    @Override
    public Readout kind() {
        return after.isPresent() ? Readout.MEAN_NORM : rows instanceof QuantizedNorm ? Readout.NORM_MEAN : Readout.MEAN;
    }

    @Override
    public void requireDim(int expected) {
        rows.requireDim(expected);
        after.ifPresent(norm -> norm.requireDim(expected));
    }
}
