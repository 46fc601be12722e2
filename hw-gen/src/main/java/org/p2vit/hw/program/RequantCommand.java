// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.CommandConstraint.Below;
import org.p2vit.hw.program.CommandConstraint.NotZero;
import org.p2vit.hw.program.CommandConstraint.OneOf;
import org.p2vit.quant.spec.NumericContract;

/** REQUANT: from the accumulators of MATMUL to codes, or to int32 logits. */
public final class RequantCommand {
    /** Where rows go. */
    public enum Destination implements CommandCode {
        ACT(0),
        WGT(1),
        RES(2),
        VAL(3, AttentionKind.SHIFT),
        /** The unit, which keeps them until the tile is complete. */
        SOFTMAX(4),
        OUT(5),
        /** V^T: the codes of a row go across the banks of WGT. */
        WGT_TRANSPOSED(7, AttentionKind.MULTIPLY);

        private final int code;
        private final AttentionKind only;

        Destination(int code) {
            this(code, null);
        }

        Destination(int code, AttentionKind only) {
            this.code = code;
            this.only = only;
        }

        @Override
        public int code() {
            return code;
        }

        @Override
        public boolean knownTo(AttentionKind attention) {
            return only == null || only == attention;
        }
    }

    /** What biases in RQP have in them beyond the layer's: the half of the last rounding of contract §2, so that REQUANT has only to cut. */
    public static final int BIAS_ROUNDING = 1 << NumericContract.REQUANT_GUARD_BITS - 1;

    static final CommandLayout LAYOUT = new CommandLayout(Unit.REQUANT);

    /** Where rows go in the destination; a row group is a token tile, or a word of outputs in WGT. */
    public static final StridedField TO = LAYOUT.strided("d", 2);
    /** First group of RQP. */
    public static final CommandField PARAMETERS = LAYOUT.field("paramBase", 3, 15, 0);
    /** The first tile's divisors in ROWX. */
    public static final CommandField DIVISORS = LAYOUT.field("xBase", 3, 31, 16);

    public static final CommandField ROWS = LAYOUT.field("rows", 4, 9, 0);
    public static final CommandField OUT_TILES = LAYOUT.field("outTiles", 4, 19, 10);
    public static final CommandField FIRST_ROW = LAYOUT.field("firstRow", 4, 23, 20);
    /** What is added, in RES. */
    public static final StridedField ADDEND = LAYOUT.strided("r", 5);
    /** Of all outputs, with {@link #IMMEDIATE}. */
    public static final CommandField SHIFT = LAYOUT.field("shift", 6, 4, 0);
    /** j of contract §6, with {@link #GELU}. */
    public static final CommandField GELU_SHIFT = LAYOUT.field("geluShift", 6, 11, 8);
    /** With {@link #GELU}: these are the first outputs of their rows. */
    public static final CommandField FIRST_OUTPUTS = LAYOUT.field("firstOutputs", 6, 16, 16);
    /** The first tile's exponents in ROWE, with {@link #GELU}. */
    public static final CommandField EXPONENTS = LAYOUT.field("eBase", 7, 15, 0);

    public static final CodedField<Destination> DESTINATION =
            LAYOUT.coded(new CommandField("destination", 0, 14, 12), Destination.class);

    public static final CommandFlag RESIDUAL = LAYOUT.flag("residual", 0);
    public static final CommandFlag GELU = LAYOUT.flag("gelu", 1);
    /** No parameters: bias 0 and {@link #SHIFT} for all outputs. */
    public static final CommandFlag IMMEDIATE = LAYOUT.flag("immediate", 2);
    /** Accumulators are divided by the sum of their row's weights. */
    public static final CommandFlag DIVIDE = LAYOUT.flag("divide", 3, AttentionKind.MULTIPLY);

    static {
        LAYOUT.require(
                new NotZero(ROWS),
                new NotZero(OUT_TILES),
                new Below(FIRST_ROW, MachineLimits::tokenTile),
                new OneOf(DESTINATION));
    }

    private RequantCommand() {}

    /** With per-output parameters; {@code residual} and {@code gelu} null for none. */
    public static Command of(
            Destination destination,
            StridedAddress to,
            int parameters,
            StridedAddress residual,
            GeluRows gelu,
            RowRange rows,
            int outTiles,
            Sync sync) {
        CommandBuilder command =
                builder(destination, rows, outTiles, sync).put(TO, to).put(PARAMETERS, parameters);
        if (residual != null) {
            command.put(RESIDUAL, true).put(ADDEND, residual);
        }
        if (gelu != null) {
            command.put(GELU, true)
                    .put(GELU_SHIFT, gelu.gelu().shift())
                    .put(FIRST_OUTPUTS, gelu.firstOutputs() ? 1 : 0)
                    .put(EXPONENTS, gelu.exponents());
        }
        return command.build();
    }

    /** Of attention logits to SOFTMAX: no bias, one shift. */
    public static Command ofLogits(int shift, RowRange rows, int outTiles, Sync sync) {
        return immediate(Destination.SOFTMAX, shift, rows, outTiles, sync).build();
    }

    /**
     * Of A·V on the multipliers: no bias; accumulators are divided by the sum of their row's weights, the first tile's divisors at {@code divisors}.
     */
    public static Command ofAttention(
            StridedAddress to, int divisors, int shift, RowRange rows, int outTiles, Sync sync) {
        return immediate(Destination.ACT, shift, rows, outTiles, sync)
                .put(TO, to)
                .put(DIVISORS, divisors)
                .put(DIVIDE, true)
                .build();
    }

    /** Whether a command hands its rows to SOFTMAX. */
    public static boolean toSoftmax(Command command) {
        return command.unit() == Unit.REQUANT && command.run() && DESTINATION.of(command) == Destination.SOFTMAX;
    }

    private static CommandBuilder immediate(
            Destination destination, int shift, RowRange rows, int outTiles, Sync sync) {
        return builder(destination, rows, outTiles, sync).put(IMMEDIATE, true).put(SHIFT, shift);
    }

    private static CommandBuilder builder(Destination destination, RowRange rows, int outTiles, Sync sync) {
        return LAYOUT.command(sync)
                .put(DESTINATION, destination)
                .put(ROWS, rows.count())
                .put(FIRST_ROW, rows.first())
                .put(OUT_TILES, outTiles);
    }
}
