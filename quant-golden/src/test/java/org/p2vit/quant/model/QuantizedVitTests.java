// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;

/** Every bound of the contract is checked when a record is made. */
class QuantizedVitTests {
    private static final VitShape SHAPE = new VitShape(8, 8, 1, 4, 6, 1, 2, 5, 3);
    private final QuantizedVit vit = RandomQuantizedVit.of(SHAPE, 31);
    private final QuantizedBlock block = vit.blocks().get(0);

    @Test
    void boundsOfALinearLayerAreInclusive() {
        linear(new byte[] {-128, 112}, 4, 1 << 29, 31, 15);
        linear(new byte[] {-128, 127}, 8, -(1 << 29), 0, 0);
        for (int code = -128; code <= 127; code++) {
            byte[] weights = {0, (byte) code};
            if (code % 16 == 0) {
                linear(weights, 4, 0, 0, 0);
            } else {
                refused(
                        "x weights[1] is " + code + "; weights of 4 bits are multiples of 16",
                        () -> linear(weights, 4, 0, 0, 0));
            }
        }
        refused("weights have 5 bits", () -> linear(new byte[] {0, 0}, 5, 0, 0, 0));
        refused("x bias[0] is 536870913", () -> linear(new byte[2], 8, (1 << 29) + 1, 0, 0));
        refused("x bias[0] is -536870913", () -> linear(new byte[2], 8, -(1 << 29) - 1, 0, 0));
        refused("x shift[0] is 32", () -> linear(new byte[2], 8, 0, 32, 0));
        refused("x shift[0] is -1", () -> linear(new byte[2], 8, 0, -1, 0));
        refused("x residual shift[0] is 16; allowed is 0 … 15", () -> linear(new byte[2], 8, 0, 0, 16));
        refused("x residual shift[0] is -1", () -> linear(new byte[2], 8, 0, 0, -1));
    }

    /** Rows behind GELU have exponents up to 7, which a shift of fc2 is lessened by. */
    @Test
    void shiftsOfFc2AreAtLeastTheGreatestExponentOfARow() {
        with(7);
        with(31);
        refused("blocks.0.fc2 shift[0] is 6; allowed is 7 … 31", () -> with(6));
    }

    private void with(int shift) {
        QuantizedLinear fc2 = block.fc2();
        byte[] shifts = fc2.shift().clone();
        shifts[0] = (byte) shift;
        with(block.projection(), fc2.with(fc2.bias(), shifts, fc2.residualShift()));
    }

    /** Words of the stream have exponents up to 6, which a residual's shift is lessened by; the position embedding has none. */
    @Test
    void residualShiftsOfTheStreamAreAtLeastTheGreatestExponentOfAWord() {
        for (int shift : new int[] {6, 15}) {
            with(residual(block.projection(), shift), block.fc2());
            with(block.projection(), residual(block.fc2(), shift));
        }
        refused(
                "blocks.0.proj residual shift[5] is 5; allowed is 6 … 15",
                () -> with(residual(block.projection(), 5), block.fc2()));
        refused(
                "blocks.0.fc2 residual shift[5] is 5; allowed is 6 … 15",
                () -> with(block.projection(), residual(block.fc2(), 5)));
        residual(vit.patchEmbedding(), 0);
    }

    private static QuantizedLinear residual(QuantizedLinear layer, int shift) {
        byte[] shifts = layer.residualShift().clone();
        shifts[5] = (byte) shift;
        return layer.with(layer.bias(), layer.shift(), shifts);
    }

    private void with(QuantizedLinear projection, QuantizedLinear fc2) {
        new QuantizedBlock(block.norm1(), block.attention(), projection, block.norm2(), block.fc1(), block.gelu(), fc2);
    }

    @Test
    void arraysOfALinearLayerMustFit() {
        refused("x weights has 3 entries; 2 are needed", () -> linear(new byte[3], 8, 0, 0, 0));
        refused(
                "x inputs is 4097",
                () -> new QuantizedLinear("x", 1, 4097, 8, new byte[4097], new int[1], new byte[1], new byte[0]));
        refused(
                "x bias has 2 entries",
                () -> new QuantizedLinear("x", 1, 1, 8, new byte[1], new int[2], new byte[1], new byte[0]));
        refused(
                "x shift has 0 entries",
                () -> new QuantizedLinear("x", 1, 1, 8, new byte[1], new int[1], new byte[0], new byte[0]));
        refused(
                "x residual shift has 2 entries",
                () -> new QuantizedLinear("x", 1, 1, 8, new byte[1], new int[1], new byte[1], new byte[2]));
    }

    @Test
    void boundsOfANormAreInclusive() {
        norm(1 << 30, 31);
        norm(-(1 << 30), 0);
        refused("x offset[0] is 1073741825", () -> norm((1 << 30) + 1, 0));
        refused("x shift is 32", () -> norm(0, 32));
        refused("x shift is -1", () -> norm(0, -1));
        refused("x offset has 1 entries; 2", () -> new QuantizedNorm("x", new short[2], new int[1], 0));
        refused("x dimension is 1025", () -> new QuantizedNorm("x", new short[1025], new int[1025], 0));
    }

    @Test
    void boundsOfAttentionAreInclusive() {
        attention(0, 0, 0);
        attention(31, 31, 31);
        refused("logit shift of blocks.0.q[1] is 32", () -> attention(32, 0, 0));
        refused("softmax shift of blocks.0.q[1] is -1", () -> attention(0, -1, 0));
        refused("value shift of blocks.0.v[1] is 32", () -> attention(0, 0, 32));
        QuantizedAttention a = block.attention();
        refused(
                "do not divide into 4 heads",
                () -> new QuantizedAttention(a.query(), a.key(), a.value(), new int[4], new int[4], new int[4]));
    }

    @Test
    void partsMustFitTheShape() {
        assertThat(with(SHAPE, vit.position(), vit.blocks(), List.of()).labels())
                .isEmpty();
        refused(
                "head output has 3 entries; 4 are needed",
                () -> with(new VitShape(8, 8, 1, 4, 6, 1, 2, 5, 4), vit.position(), vit.blocks(), List.of()));
        refused("blocks has 0 entries", () -> with(SHAPE, vit.position(), List.of(), List.of()));
        refused("position embedding has 29", () -> with(SHAPE, new byte[29], vit.blocks(), List.of()));
        refused("labels has 1 entries; 3", () -> with(SHAPE, vit.position(), vit.blocks(), List.of("cat")));
        QuantizedBlock noResidual = new QuantizedBlock(
                block.norm1(),
                block.attention(),
                block.attention().query(),
                block.norm2(),
                block.fc1(),
                block.gelu(),
                block.fc2());
        refused("blocks.0.q needs residual shifts", () -> with(SHAPE, vit.position(), List.of(noResidual), List.of()));
        refused(
                "The number of tokens (patches, class tokens and registers) is 1025",
                () -> with(new VitShape(128, 128, 1, 4, 6, 1, 2, 5, 3), vit.position(), vit.blocks(), List.of()));
    }

    @Test
    void inputCodingMustBeUsable() {
        refused("std 0.0 of channel 0", () -> new InputCoding(-6, List.of(0.5f), List.of(0f), Preprocess.crop(4, 4)));
        refused("mean NaN", () -> new InputCoding(-6, List.of(Float.NaN), List.of(1f), Preprocess.crop(4, 4)));
        refused(
                "input std has 2 entries; 1",
                () -> new InputCoding(-6, List.of(0.5f), List.of(1f, 1f), Preprocess.crop(4, 4)));
        refused("input exponent is 65", () -> new InputCoding(65, List.of(0.5f), List.of(1f), Preprocess.crop(4, 4)));
    }

    @Test
    void inputCodesRoundHalfUpAndSaturate() {
        InputCoding coding = new InputCoding(-1, List.of(0f), List.of(1f), Preprocess.crop(4, 4));
        float[] values = {0.25f, -0.25f, 0.74f, 63.5f, 64f, -64f, -65f};
        assertThat(coding.encode(values)).containsExactly(1, 0, 1, 127, 127, -128, -128);
    }

    private static void linear(byte[] weights, int bits, int bias, int shift, int residualShift) {
        new QuantizedLinear(
                "x", 1, 2, bits, weights, new int[] {bias}, new byte[] {(byte) shift}, new byte[] {(byte) residualShift
                });
    }

    private static void norm(int offset, int shift) {
        new QuantizedNorm("x", new short[1], new int[] {offset}, shift);
    }

    private void attention(int logit, int softmax, int value) {
        QuantizedAttention a = block.attention();
        new QuantizedAttention(
                a.query(), a.key(), a.value(), new int[] {0, logit}, new int[] {0, softmax}, new int[] {0, value});
    }

    private QuantizedVit with(VitShape shape, byte[] position, List<QuantizedBlock> blocks, List<String> labels) {
        return new QuantizedVit(
                shape,
                vit.input(),
                vit.attention(),
                vit.patchEmbedding(),
                position,
                blocks,
                vit.readout(),
                vit.head(),
                vit.exponents(),
                labels);
    }

    private static void refused(String message, ThrowingCallable construction) {
        assertThatThrownBy(construction)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
