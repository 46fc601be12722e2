// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.quant.model.VitShape;

/**
 * How many tiles of tokens and words of elements the tensors of a network have on one array.
 *
 * @param tokenTile rows of a tile
 * @param tokenTiles tiles of all tokens
 * @param dimWords words of a token's channels
 * @param headWords words of a head's channels
 * @param attentionWords words of a token behind attention, where each head begins with a word
 * @param hiddenWords words of a token in the MLP
 * @param patchWords words of a patch
 * @param keyWords words of the keys of a head
 * @param codeWords words of a row of attention codes
 */
record Extents(
        int tokenTile,
        int tokenTiles,
        int dimWords,
        int headWords,
        int attentionWords,
        int hiddenWords,
        int patchWords,
        int keyWords,
        int codeWords) {
    static Extents of(VitShape shape, Layout layout) {
        int head = layout.words(shape.headDim());
        int codes = layout.words(shape.tokens());
        return new Extents(
                layout.tokenTile(),
                layout.tiles(shape.tokens()),
                layout.words(shape.dim()),
                head,
                shape.heads() * head,
                layout.words(shape.mlpDim()),
                layout.words(shape.patchDepth()),
                codes * head,
                codes);
    }
}
