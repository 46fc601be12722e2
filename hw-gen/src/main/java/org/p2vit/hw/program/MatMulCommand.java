// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.CommandConstraint.NotZero;

/** MATMUL: tiles of token rows times output tiles of weight rows, summed over depth words. */
public final class MatMulCommand {
    static final CommandLayout LAYOUT = new CommandLayout(Unit.MATMUL);

    /** Activations in ACT; a row group is a token tile. */
    public static final StridedField A = LAYOUT.strided("a", 2);
    /** Weights in WGT; a row group is an output tile, or two of 4-bit weights. */
    public static final StridedField B = LAYOUT.strided("b", 3);

    /** Token tiles. */
    public static final CommandField TILES = LAYOUT.field("tiles", 4, 9, 0);

    /** The first tile's exponents in ROWE, with {@link #ROW_EXPONENTS}. */
    public static final CommandField EXPONENTS = LAYOUT.field("eBase", 5, 15, 0);

    public static final CommandField OUT_TILES = LAYOUT.field("outTiles", 4, 19, 10);
    public static final CommandField DEPTH_WORDS = LAYOUT.field("depthWords", 4, 29, 20);

    /** Weights of 4 bits, two output tiles in a word. */
    public static final CommandFlag INT4 = LAYOUT.flag("int4", 0);
    /** Activations are uint8, and weights of 8 bits. */
    public static final CommandFlag UNSIGNED = LAYOUT.flag("unsigned", 1, AttentionKind.MULTIPLY);

    /** Words of activations have exponents of their own, and rows those of ROWE. */
    public static final CommandFlag ROW_EXPONENTS = LAYOUT.flag("rowExponents", 2);

    static {
        LAYOUT.require(new NotZero(TILES), new NotZero(OUT_TILES), new NotZero(DEPTH_WORDS));
    }

    private MatMulCommand() {}

    public static Command of(StridedAddress a, StridedAddress b, int tiles, int outTiles, int depthWords, Sync sync) {
        return builder(a, b, tiles, outTiles, depthWords, sync).build();
    }

    /** {@code int4}: weights of 4 bits, two output tiles in a word. */
    public static Command of(
            StridedAddress a, StridedAddress b, int tiles, int outTiles, int depthWords, boolean int4, Sync sync) {
        return builder(a, b, tiles, outTiles, depthWords, sync).put(INT4, int4).build();
    }

    /** Of words with exponents of their own, as REQUANT leaves GELU's outputs; the first tile's rows at {@code exponents} in ROWE. */
    public static Command ofRows(
            StridedAddress a,
            int exponents,
            StridedAddress b,
            int tiles,
            int outTiles,
            int depthWords,
            boolean int4,
            Sync sync) {
        return builder(a, b, tiles, outTiles, depthWords, sync)
                .put(INT4, int4)
                .put(ROW_EXPONENTS, true)
                .put(EXPONENTS, exponents)
                .build();
    }

    /** Of uint8 with int8: attention weights with values. */
    public static Command ofUnsigned(
            StridedAddress a, StridedAddress b, int tiles, int outTiles, int depthWords, Sync sync) {
        return builder(a, b, tiles, outTiles, depthWords, sync)
                .put(UNSIGNED, true)
                .build();
    }

    private static CommandBuilder builder(
            StridedAddress a, StridedAddress b, int tiles, int outTiles, int depthWords, Sync sync) {
        return LAYOUT.command(sync)
                .put(A, a)
                .put(B, b)
                .put(TILES, tiles)
                .put(OUT_TILES, outTiles)
                .put(DEPTH_WORDS, depthWords);
    }
}
