// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

/**
 * Receives every tensor of an integer forward pass in the order of computation, row-major. Block {@code N} counts from
 * 0; {@code tokens} includes the class tokens.
 *
 * <table>
 * <caption>Tensors</caption>
 * <tr><th>name</th><th>shape</th><th>content</th></tr>
 * <tr><td>{@code input}</td><td>patches × patchDepth</td><td>int8</td></tr>
 * <tr><td>{@code patch_embed}</td><td>tokens × dim</td><td>int9, residual stream, class tokens first, each block of 8 columns at its own exponent</td></tr>
 * <tr><td>{@code patch_embed_exponents}</td><td>tokens × ⌈dim / 8⌉</td><td>0 … 6, exponents of these blocks</td></tr>
 * <tr><td>{@code blocks.N.ln1}, {@code .ln2}</td><td>tokens × dim</td><td>LayerNorm output</td></tr>
 * <tr><td>{@code blocks.N.q}, {@code .k}, {@code .v}</td><td>tokens × dim</td><td>heads one after another</td></tr>
 * <tr><td>{@code blocks.N.attn_logits}</td><td>(heads · tokens) × tokens</td><td>int8, before softmax</td></tr>
 * <tr><td>{@code blocks.N.attn_codes}</td><td>(heads · tokens) × tokens</td><td>softmax codes, 0 … 15 or, in a byte without sign, 0 … 255</td></tr>
 * <tr><td>{@code blocks.N.attn_sum}</td><td>(heads · tokens) × 1</td><td>int32, Z of each row</td></tr>
 * <tr><td>{@code blocks.N.attn_out}</td><td>tokens × dim</td><td>A·V, heads one after another</td></tr>
 * <tr><td>{@code blocks.N.proj}, {@code .fc2}</td><td>tokens × dim</td><td>int9, residual stream after the add, as {@code patch_embed}</td></tr>
 * <tr><td>{@code blocks.N.proj_exponents}, {@code .fc2_exponents}</td><td>tokens × ⌈dim / 8⌉</td><td>0 … 6, exponents of its blocks</td></tr>
 * <tr><td>{@code blocks.N.fc1}</td><td>tokens × mlpDim</td><td>int32 holding int18, before GELU, finer than its output by 2^3</td></tr>
 * <tr><td>{@code blocks.N.gelu}</td><td>tokens × mlpDim</td><td>int8, after GELU, each block of 8 columns at its own exponent</td></tr>
 * <tr><td>{@code blocks.N.gelu_exponents}</td><td>tokens × ⌈mlpDim / 8⌉</td><td>0 … 7, exponents of these blocks</td></tr>
 * <tr><td>{@code norm}</td><td>class tokens × dim</td><td>final LayerNorm of the class tokens</td></tr>
 * <tr><td>{@code logits}</td><td>1 × classes</td><td>int32</td></tr>
 * </table>
 *
 * <p>With {@link #wantsAccumulators()} the int32 accumulators of each product (no bias, no residual) come before their
 * tensor under its name with {@code .acc}, shaped alike; the rows
 * of class tokens in {@code patch_embed.acc} are zero, as their patches are. Those of {@code fc2} are of codes taken to the exponents of their rows
 * (contract §6.1).
 *
 * <p>The arrays are not reused by the pass and must not be modified.
 */
public interface IntegerTap {
    /** Discards everything; a pass with it builds no names. */
    IntegerTap NONE = new IntegerTap() {
        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {}

        @Override
        public void accept(String tensor, short[] codes, int rows, int columns) {}

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    };

    /** Int8 codes. */
    void accept(String tensor, byte[] codes, int rows, int columns);

    /** Codes of the residual stream; the exponents of its blocks come next, as int8. */
    void accept(String tensor, short[] codes, int rows, int columns);

    /** Int32 values: sums, logits, and what GELU takes. */
    void accept(String tensor, int[] values, int rows, int columns);

    /** Whether accumulators are to be delivered too. */
    default boolean wantsAccumulators() {
        return false;
    }
}
