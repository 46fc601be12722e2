// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.program.Command.Place;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Where every on-chip tensor of a network lives. Refuses a network that does not fit, naming the limit.
 *
 * <p>The activation buffer holds the LayerNorm output and one shared region whose tenants are never live together: the
 * patches, then attention output and queries, then the hidden activations of the MLP. Where there is room the patches have a region
 * of their own, so that those of the next image can come early, and the position embedding stays in the residual buffer.
 *
 * @param ownPatches whether the patches share their region with nothing
 * @param position rows of the position embedding; the residual stream itself unless {@code ownPosition}
 */
record BufferPlan(
        int tokenTile,
        int tokenTiles,
        int dimWords,
        int headWords,
        int hiddenWords,
        Place normalised,
        boolean ownPatches,
        Place patches,
        boolean ownPosition,
        Place position,
        Place attention,
        Place hidden,
        Place stream,
        int weightRing,
        int keyWords,
        int queryBase,
        int codeWords,
        List<BufferUse> uses) {
    static BufferPlan of(VitShape shape, AcceleratorConfig config) {
        int word = config.array().word();
        Layout layout = new Layout(config.array().tokenTile(), word);
        requireLimit("tokens", shape.tokens(), config.limits().maxTokens(), "limits.maxTokens");
        requireLimit("dimensions", shape.dim(), config.limits().maxDim(), "limits.maxDim");
        requireLimit("head dimensions", shape.headDim(), config.limits().maxHeadDim(), "limits.maxHeadDim");
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
        int patches = layout.tiles(shape.patches()) * patchDepth;
        int tenants = Math.max(tiles * hidden, tiles * (dim + 2 * head));
        int sharedWords = Math.max(tenants, patches);
        boolean ownPatches =
                shared + tenants + patches <= config.buffers().activation().words();
        boolean ownPosition = 2 * tiles * dim <= config.buffers().residual().words();
        int keyWords = keys * head;
        int deepest = Math.max(Math.max(dim, hidden), patchDepth);
        var buffers = config.buffers();
        List<BufferUse> uses = List.of(
                use("activation", "activation words", shared + sharedWords, buffers.activation()),
                use(
                        "weight",
                        "weight words (keys of two heads and one output tile)",
                        2 * keyWords + deepest,
                        buffers.weight()),
                use("residual", "residual words", tiles * dim, buffers.residual()),
                use("value", "value words", 2 * tiles * head, buffers.value()),
                use("code", "attention code words", 2 * tiles * keys, buffers.code()),
                use("requantParam", "requantization parameter groups", 1, buffers.requantParam()),
                use("normParam", "norm parameter groups", dim, buffers.normParam()),
                use("logit", "logit rows", layout.words(shape.classes()), buffers.logit()));
        uses.forEach(BufferUse::check);
        return new BufferPlan(
                layout.tokenTile(),
                tiles,
                dim,
                head,
                hidden,
                new Place(0, dim),
                ownPatches,
                new Place(ownPatches ? shared + tenants : shared, patchDepth),
                ownPosition,
                new Place(ownPosition ? tiles * dim : 0, dim),
                new Place(shared, dim),
                new Place(shared, hidden),
                new Place(0, dim),
                buffers.weight().words() - 2 * keyWords,
                keyWords,
                shared + tiles * dim,
                keys,
                uses);
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

    private static BufferUse use(String buffer, String content, int needed, BufferConfig config) {
        return new BufferUse(buffer, content, needed, config.words());
    }

    private static void requireLimit(String what, int needed, int available, String field) {
        if (needed > available) {
            throw new InvalidInputException("the network needs " + needed + " " + what + " but " + field + " is "
                    + available + "; raise it or choose a smaller network");
        }
    }

    private static void requireWhole(String what, int value, int word) {
        if (value % word != 0) {
            throw new InvalidInputException(
                    "the " + what + " is " + value + "; it must be a multiple of array.word = " + word);
        }
    }
}
