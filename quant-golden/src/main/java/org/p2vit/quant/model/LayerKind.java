// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

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

    @Override
    public String toString() {
        return isDense() ? Integer.toString(weightBits) : weightBits + "s" + sparsity.label();
    }
}
