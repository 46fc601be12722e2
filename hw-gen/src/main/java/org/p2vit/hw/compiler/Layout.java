// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.VitShape;

/**
 * Byte layouts of tensors in DRAM (architecture §4) for an array of {@code tokenTile} rows and words of {@code word}
 * bytes.
 */
final class Layout {
    /** Words of a parameter group. */
    static final int PLANES = BufferTable.PARAMETER_BANKS;

    private final int tokenTile;
    private final int word;

    Layout(int tokenTile, int word) {
        this.tokenTile = tokenTile;
        this.word = word;
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    int tokenTile() {
        return tokenTile;
    }

    int word() {
        return word;
    }

    int words(int elements) {
        return ceilDiv(elements, word);
    }

    /** Words of so many values in groups that begin with a word each. */
    int words(int elements, int group) {
        return elements / group * words(group);
    }

    int tiles(int rows) {
        return ceilDiv(rows, tokenTile);
    }

    /** Machine row of a token: patches first, then the constant tokens. */
    static int machineRow(int token, VitShape shape) {
        return token < shape.constantTokens() ? shape.patches() + token : token - shape.constantTokens();
    }

    int tokenMajorBytes(int rows, int columns) {
        return tiles(rows) * words(columns) * tokenTile * word;
    }

    /** Rows {@code [rows][columns]} as tile, word, row in tile; padding is zero. */
    byte[] tokenMajor(byte[] codes, int rows, int columns) {
        int words = words(columns);
        byte[] bytes = new byte[tokenMajorBytes(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int index = (row / tokenTile * words + column / word) * tokenTile + row % tokenTile;
                bytes[index * word + column % word] = codes[row * columns + column];
            }
        }
        return bytes;
    }

    /** Output tiles that share their weight words: two where weights have 4 bits. */
    static int tilesPerWeight(QuantizedLinear layer) {
        return Byte.SIZE / layer.weightBits();
    }

    /** As {@link #tokenMajor}, of rows in the order of tokens. */
    byte[] machineMajor(byte[] codes, VitShape shape) {
        int columns = shape.dim();
        byte[] rows = new byte[codes.length];
        for (int token = 0; token < shape.tokens(); token++) {
            System.arraycopy(codes, token * columns, rows, machineRow(token, shape) * columns, columns);
        }
        return tokenMajor(rows, shape.tokens(), columns);
    }

    /**
     * Outputs {@code [first, first + count)} as output tile, depth word, output; outputs past the layer are zero. With 4-bit
     * weights a pair of output tiles shares bytes, the first in the low halves.
     *
     * @param group inputs that stand together, each group in words of its own
     */
    byte[] weights(QuantizedLinear layer, int group, int first, int count) {
        int depthWords = words(layer.inputs(), group);
        int shared = tilesPerWeight(layer);
        int mask = (1 << layer.weightBits()) - 1;
        byte[] bytes = new byte[ceilDiv(words(count), shared) * depthWords * word * word];
        for (int o = 0; o < Math.min(count, layer.outputs() - first); o++) {
            int tile = o / word;
            int position = tile % shared * layer.weightBits();
            for (int k = 0; k < layer.inputs(); k++) {
                int place = k / group * words(group) * word + k % group;
                int index = (tile / shared * depthWords + place / word) * word + o % word;
                int code = layer.weights()[(first + o) * layer.inputs() + k] >> Byte.SIZE - layer.weightBits();
                bytes[index * word + place % word] |= (byte) ((code & mask) << position);
            }
        }
        return bytes;
    }

    /**
     * Requantization parameters of outputs {@code [first, first + count)}, a group of planes per word of outputs.
     *
     * @param toStream whether they become words of the residual stream, which are rounded when their exponent is known, not before
     */
    byte[] requantParameters(QuantizedLinear layer, boolean toStream, int first, int count) {
        byte[] bytes = new byte[words(count) * PLANES * word];
        for (int o = 0; o < Math.min(count, layer.outputs() - first); o++) {
            int bias = layer.bias()[first + o] + (toStream ? 0 : RequantCommand.BIAS_ROUNDING);
            for (int plane = 0; plane < 4; plane++) {
                put(bytes, o, plane, bias >> 8 * plane);
            }
            put(bytes, o, 4, layer.shift()[first + o]);
            if (layer.hasResidual()) {
                put(bytes, o, 5, layer.residualShift()[first + o]);
            }
        }
        return bytes;
    }

    /** Gain and offset of every channel, a group of planes per word of channels. */
    byte[] normParameters(QuantizedNorm norm) {
        int channels = norm.gain().length;
        byte[] bytes = new byte[words(channels) * PLANES * word];
        for (int c = 0; c < channels; c++) {
            put(bytes, c, 0, norm.gain()[c]);
            put(bytes, c, 1, norm.gain()[c] >> 8);
            for (int plane = 0; plane < 4; plane++) {
                put(bytes, c, 2 + plane, norm.offset()[c] >> 8 * plane);
            }
        }
        return bytes;
    }

    private void put(byte[] bytes, int lane, int plane, int value) {
        bytes[(lane / word * PLANES + plane) * word + lane % word] = (byte) value;
    }
}
