// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Where every on-chip tensor of a network lives. Refuses a network that does not fit, naming the limit.
 *
 * <p>The activation buffer holds the LayerNorm output and one shared region whose tenants are never live together: the
 * patches, then queries, codes (with attention on the multipliers) and at its end attention output, then the hidden activations of the MLP. Where there is room the patches have a region
 * of their own, so that those of the next image can come early, and the position embedding stays in the residual buffer.
 *
 * @param extents of the network on the array
 * @param ownPatches whether the patches share their region with nothing
 * @param position rows of the position embedding; the residual stream itself unless {@code ownPosition}
 */
record BufferPlan(
        Extents extents,
        StridedAddress normalised,
        boolean ownPatches,
        StridedAddress patches,
        boolean ownPosition,
        StridedAddress position,
        StridedAddress attention,
        StridedAddress hidden,
        StridedAddress stream,
        int weightRing,
        int queryBase,
        int codeBase,
        List<BufferUse> uses) {
    /** What a tensor or several of a buffer need at least. */
    record Need(Buffer buffer, String content, int words) {
        BufferUse in(BufferTable buffers) {
            return new BufferUse(
                    buffer.key(), content, words, buffers.get(buffer).depth());
        }
    }

    static BufferPlan of(VitShape shape, AcceleratorConfig config) {
        int word = config.array().word();
        Layout layout = new Layout(config.array().tokenTile(), word);
        LimitConfig limits = config.limits();
        BufferTable buffers = new BufferTable(config);
        AttentionRoom room = AttentionRoom.of(config.attention());
        requireLimit("tokens", shape.tokens(), "maxTokens", limits.maxTokens(), LimitConfig.MOST_TOKENS);
        requireLimit("dimensions", shape.dim(), "maxDim", limits.maxDim(), LimitConfig.MOST_DIM);
        requireLimit("head dimensions", shape.headDim(), "maxHeadDim", limits.maxHeadDim(), LimitConfig.MOST_HEAD_DIM);
        Extents extents = Extents.of(shape, layout);
        int tiles = extents.tokenTiles();
        int dim = extents.dimWords();
        int head = extents.headWords();
        int hidden = extents.hiddenWords();
        int patchDepth = extents.patchWords();
        int keys = extents.codeWords();
        int mixed = extents.attentionWords();
        int attentionDim = mixed + room.rowWords(head, keys);
        int read = ReadoutEmitter.rows(shape) * dim;
        int shared = Math.max(tiles * dim, read);
        int patches = tiles * patchDepth;
        int tenants = Math.max(tiles * hidden, tiles * attentionDim);
        int sharedWords = Math.max(tenants, patches);
        boolean ownPatches =
                shared + tenants + patches <= buffers.get(Buffer.ACT).depth();
        boolean ownPosition = 2 * tiles * dim <= buffers.get(Buffer.RES).depth();
        int headWords = room.weightMatrices() * extents.keyWords();
        int deepest =
                Stream.of(read, mixed, hidden, patchDepth).reduce(Math::max).orElseThrow();
        requireCountable("patch", patchDepth, shape.patchDepth());
        requireCountable("MLP dimension", hidden, shape.mlpDim());
        requireCountable("attention output", mixed, shape.dim());
        List<Need> needs = new ArrayList<>(List.of(
                new Need(Buffer.ACT, "activation words", shared + sharedWords),
                new Need(Buffer.WGT, "weight words (" + room.weights() + " and one output tile)", headWords + deepest),
                new Need(Buffer.RES, "residual words", tiles * dim),
                new Need(Buffer.RQP, "requantization parameter groups", 1),
                new Need(Buffer.NRP, "norm parameter groups", dim),
                new Need(Buffer.OUT, "logit rows", layout.words(shape.classes()))));
        needs.addAll(room.needs(tiles, head, keys));
        List<BufferUse> uses = needs.stream().map(need -> need.in(buffers)).toList();
        uses.forEach(BufferUse::check);
        int attention = shared + tenants - tiles * mixed;
        int queries = shared + tenants - tiles * attentionDim;
        return new BufferPlan(
                extents,
                new StridedAddress(0, dim),
                ownPatches,
                new StridedAddress(ownPatches ? shared + tenants : shared, patchDepth),
                ownPosition,
                new StridedAddress(ownPosition ? tiles * dim : 0, dim),
                new StridedAddress(attention, mixed),
                new StridedAddress(shared, hidden),
                new StridedAddress(0, dim),
                buffers.get(Buffer.WGT).depth() - headWords,
                queries,
                room.codeBase(queries, tiles, head),
                uses);
    }

    StridedAddress queries(int place) {
        return new StridedAddress(queryBase + place * extents.tokenTiles() * extents.headWords(), extents.headWords());
    }

    StridedAddress keys(int place) {
        return new StridedAddress(weightRing + place * extents.keyWords(), extents.headWords());
    }

    StridedAddress values(int place) {
        return new StridedAddress(place * extents.tokenTiles() * extents.headWords(), extents.headWords());
    }

    /** V^T in the weight buffer, behind the keys. */
    StridedAddress transposedValues() {
        return new StridedAddress(weightRing + MultipliedRoom.HEADS * extents.keyWords(), extents.codeWords());
    }

    /** In a buffer of their own, or in the activation buffer. */
    StridedAddress codes(int place) {
        return new StridedAddress(codeBase + place * extents.tokenTiles() * extents.codeWords(), extents.codeWords());
    }

    private static void requireLimit(String what, int needed, String field, int available, int most) {
        if (needed > available) {
            throw new InvalidInputException("the network needs " + needed + " " + what + " but limits." + field + " is "
                    + available
                    + (needed <= most
                            ? "; raise it or choose a smaller network"
                            : "; no configuration has more than " + most + ", so choose a smaller network"));
        }
    }

    /** What a layer sums over is counted in words by one command. */
    private static void requireCountable(String what, int words, int values) {
        if (words > MatMulCommand.DEPTH_WORDS.max()) {
            throw new InvalidInputException("the " + what + " has " + values + " values, " + words
                    + " words of array.word; a command counts " + MatMulCommand.DEPTH_WORDS.max()
                    + " at most; choose a network with fewer");
        }
    }
}
