// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/**
 * What a linear layer may cost: {@code 8}, {@code 4}, or with N:M sparsity {@code 8s2:4}, {@code 4s4:8}. This is what
 * tables of layers, quantizer, bundle and command line share.
 *
 * @param weightBits 8 or 4
 * @param sparsity of the weights along the inputs
 */
public record LayerKind(int weightBits, Sparsity sparsity) implements Serializable {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:s(.*))?");

    public LayerKind {
        Objects.requireNonNull(sparsity, "sparsity");
        if (weightBits != 4 && weightBits != 8) {
            throw new InvalidInputException("weights have " + weightBits + " bits; allowed are 8 and 4");
        }
    }

    public static LayerKind dense(int weightBits) {
        return new LayerKind(weightBits, Sparsity.DENSE);
    }

    /** @throws InvalidInputException saying what is possible */
    @JsonCreator
    public static LayerKind parse(String text) {
        Matcher kind = TEXT.matcher(text);
        if (!kind.matches()) {
            throw impossible(text);
        }
        int bits = Integer.parseInt(kind.group(1));
        if (bits != 4 && bits != 8) {
            throw impossible(text);
        }
        Sparsity sparsity = kind.group(2) == null
                ? Sparsity.DENSE
                : Sparsity.ofLabel(kind.group(2)).orElseThrow(() -> impossible(text));
        return new LayerKind(bits, sparsity);
    }

    private static InvalidInputException impossible(String text) {
        return new InvalidInputException("\"" + text + "\" is no kind of layer; write 8 or 4, the bits of its weights,"
                + " or these with s and a sparsity of " + Sparsity.labels() + ", e.g. 8s2:4");
    }

    public boolean isDense() {
        return sparsity == Sparsity.DENSE;
    }

    /** Bytes of a weight on average if kept weights and their positions are stored: 8s2:4 has 0.625, 8s4:8 0.6875, 8s3:4 0.8125. */
    public double packedBytes() {
        double bits = sparsity.kept() * weightBits + sparsity.positionBits();
        return bits / (Byte.SIZE * sparsity.group());
    }

    @JsonValue
    @Override
    public String toString() {
        return isDense() ? Integer.toString(weightBits) : weightBits + "s" + sparsity.label();
    }
}
