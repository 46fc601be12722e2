// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command.Place;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Where every on-chip tensor of a network lives. Refuses a network that does not fit, naming the limit.
 *
 * <p>The activation buffer holds the LayerNorm output and one shared region whose tenants are never live together: the
 * patches, then attention output and queries, then the hidden activations of the MLP.
 */
record BufferPlan(
        int tokenTiles,
        int dimWords,
        int headWords,
        int hiddenWords,
        Place normalised,
        Place patches,
        Place attention,
        Place hidden,
        Place stream,
        int weightRing,
        int keyWords,
        int queryBase,
        int codeWords) {
    static BufferPlan of(VitShape shape, AcceleratorConfig config) {
        int word = config.array().word();
        Layout layout = new Layout(config.array().tokenTile(), word);
        requireLimit("tokens", shape.tokens(), config.limits().maxTokens(), "limits.maxTokens");
        requireLimit("dimension", shape.dim(), config.limits().maxDim(), "limits.maxDim");
        requireWhole("dimension", shape.dim(), word);
        requireWhole("head dimension", shape.headDim(), word);
        requireWhole("MLP dimension", shape.mlpDim(), word);
        int tiles = layout.tiles(shape.tokens());
        int dim = layout.words(shape.dim());
        int head = layout.words(shape.headDim());
        int hidden = layout.words(shape.mlpDim());
        int patchDepth = layout.words(shape.patchDepth());
        int keys = layout.words(shape.tokens());
        int shared = tiles * dim;
        int sharedWords = Math.max(
                tiles * hidden, Math.max(tiles * (dim + 2 * head), layout.tiles(shape.patches()) * patchDepth));
        var buffers = config.buffers();
        requireLimit(
                "activation words", shared + sharedWords, buffers.activation().words(), "buffers.activation.words");
        requireLimit("residual words", tiles * dim, buffers.residual().words(), "buffers.residual.words");
        requireLimit("value words", 2 * tiles * head, buffers.value().words(), "buffers.value.words");
        requireLimit("attention code words", 2 * tiles * keys, buffers.code().words(), "buffers.code.words");
        requireLimit(
                "logit rows", layout.words(shape.classes()), buffers.logit().words(), "buffers.logit.words");
        requireLimit("norm parameter groups", dim, buffers.normParam().words(), "buffers.normParam.words");
        int keyWords = keys * head;
        int ring = buffers.weight().words() - 2 * keyWords;
        int deepest = Math.max(Math.max(dim, hidden), patchDepth);
        requireLimit(
                "weight words (keys of two heads and one output tile)",
                2 * keyWords + deepest,
                buffers.weight().words(),
                "buffers.weight.words");
        return new BufferPlan(
                tiles,
                dim,
                head,
                hidden,
                new Place(0, dim),
                new Place(shared, patchDepth),
                new Place(shared, dim),
                new Place(shared, hidden),
                new Place(0, dim),
                ring,
                keyWords,
                shared + tiles * dim,
                keys);
    }

    Place queries(int parity) {
        return new Place(queryBase + parity * tokenTiles * headWords, headWords);
    }

    Place keys(int parity) {
        return new Place(weightRing + parity * keyWords, headWords);
    }

    Place values(int parity) {
        return new Place(parity * tokenTiles * headWords, headWords);
    }

    Place codes(int parity) {
        return new Place(parity * tokenTiles * codeWords, codeWords);
    }

    private static void requireLimit(String what, int needed, int available, String field) {
        if (needed > available) {
            throw new InvalidInputException("the network needs " + needed + " " + what + ", the configuration has "
                    + available + "; raise " + field + " or choose a smaller network");
        }
    }

    private static void requireWhole(String what, int value, int word) {
        if (value % word != 0) {
            throw new InvalidInputException(
                    "the " + what + " is " + value + ", it must be a multiple of array.word = " + word);
        }
    }
}
