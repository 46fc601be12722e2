// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.regex.Pattern;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;

/**
 * What one command computes, in terms of a named tensor of the network: the key by which a simulation compares the
 * machine's words with reference values.
 *
 * <p>Machine rows hold the patches first and the constant tokens last; {@link #tensorRow} and {@link #tensorColumn} translate.
 *
 * @param unit the unit that produces the words
 * @param tensor tensor name, e.g. {@code blocks.3.fc2}
 * @param tokens tokens N of the network
 * @param constant how many of them are no patches
 * @param firstRow first machine row
 * @param rows number of rows
 * @param firstColumn tensor column of the first produced column
 * @param columns produced columns, without padding
 * @param head head of a per-head matrix: token × token (logits, codes), or one number of each row (scales); −1 otherwise
 */
public record TensorSlice(
        Unit unit,
        String tensor,
        int tokens,
        int constant,
        int firstRow,
        int rows,
        int firstColumn,
        int columns,
        int head) {
    /** The tensor that leaves the accelerator. */
    public static final String LOGITS = "logits";

    /** The coded attention weights. */
    public static final String CODES = "attn_codes";

    private static final String EXPONENTS = "_exponents";
    /** Tensors of words with exponents: behind GELU, and of the residual stream. */
    private static final Pattern WITH_EXPONENTS = Pattern.compile("patch_embed|.*\\.(gelu|proj|fc2)");

    private static final String SUMS = "attn_sum";

    /** Suffix of the int32 accumulators that MATMUL hands on for a tensor. */
    public static final String ACCUMULATORS = ".acc";

    static TensorSlice of(
            Unit unit, String tensor, VitShape shape, int firstRow, int rows, int firstColumn, int columns, int head) {
        return new TensorSlice(
                unit, tensor, shape.tokens(), shape.constantTokens(), firstRow, rows, firstColumn, columns, head);
    }

    /** Some columns of a tensor of one row, which is the machine's first. */
    static TensorSlice ofRow(Unit unit, String tensor, int firstColumn, int columns) {
        return new TensorSlice(unit, tensor, 1, 0, 0, 1, firstColumn, columns, -1);
    }

    /** Row of the tensor; per-head matrices are stacked, tensors of the class token alone have one row, its own. */
    public int tensorRow(int machineRow) {
        return head < 0 ? token(machineRow) : head * tokens + token(machineRow);
    }

    /** Column of the tensor for the {@code column}-th produced column. */
    public int tensorColumn(int column) {
        boolean ofTokens = head >= 0 && columns > 1;
        return ofTokens ? token(column) : firstColumn + column;
    }

    /** The sums that uniform attention codes come with: of each of this slice's rows one. */
    public TensorSlice sums() {
        return new TensorSlice(unit, tensor.replace(CODES, SUMS), tokens, constant, firstRow, rows, 0, 1, head);
    }

    /** Whether these are words with exponents. */
    public boolean hasExponents() {
        return WITH_EXPONENTS.matcher(tensor).matches();
    }

    /** The exponents of this slice's blocks. */
    public TensorSlice exponents() {
        int block = NumericContract.EXPONENT_BLOCK;
        int blocks = (columns + block - 1) / block;
        return new TensorSlice(
                unit, tensor + EXPONENTS, tokens, constant, firstRow, rows, firstColumn / block, blocks, head);
    }

    private int token(int machineRow) {
        return (machineRow + constant) % tokens;
    }
}
