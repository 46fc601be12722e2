// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Infers the dimensions of a network from the shapes of its tensors. What tensors do not tell (heads, the sides of an
 * image that is not square) comes from the metadata ({@link CheckpointMetadata}).
 */
final class CheckpointShape {
    private static final int USUAL_HEAD_DIM = 64;
    private static final Pattern IMAGE_SIZE = Pattern.compile("(\\d{1,6})(?:x(\\d{1,6}))?");

    private final TensorStore store;

    private CheckpointShape(TensorStore store) {
        this.store = store;
    }

    static VitShape infer(TensorStore store, CheckpointNames names) {
        return new CheckpointShape(store).infer(names);
    }

    private VitShape infer(CheckpointNames names) {
        List<Integer> patches = extents(names.patchEmbed() + ".weight", "[dim, channels, patch, patch]", 4);
        int dim = patches.get(0);
        int patch = patches.get(2);
        List<Integer> positions = extents(names.positions(), "[1, tokens, dim]", 3);
        int classes = extents(names.head(store.names()) + ".weight", "[classes, dim]", 2)
                .get(0);
        int depth = names.depth(store.names());
        if (depth == 0) {
            throw new InvalidInputException(store.source() + " has no tensor \"" + names.inBlock(0, names.fc1())
                    + ".weight\" or any other of a block.");
        }
        int mlpDim = extents(names.inBlock(0, names.fc1()) + ".weight", "[mlpDim, dim]", 2)
                .get(0);
        if (patch == 0) {
            throw new InvalidInputException(store.source() + ": the patches are empty.");
        }
        int classTokens = names.classTokens(store.names());
        int[] grid = grid(positions.get(1) - classTokens, patch);
        try {
            return new VitShape(
                    grid[0] * patch,
                    grid[1] * patch,
                    patches.get(1),
                    patch,
                    dim,
                    depth,
                    heads(dim),
                    mlpDim,
                    classes,
                    classTokens);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(store.source() + " describes no usable network: " + e.getMessage(), e);
        }
    }

    private List<Integer> extents(String name, String expected, int rank) {
        List<Long> found = store.shape(name);
        boolean small = found.stream().allMatch(extent -> extent < 1 << 20);
        if (found.size() != rank || !small) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s: tensor \"%s\" has the shape %s; expected %s.",
                    store.source(),
                    name,
                    found,
                    expected));
        }
        return found.stream().map(Long::intValue).toList();
    }

    /** Rows and columns of patches. */
    private int[] grid(int patches, int patch) {
        String size = store.metadata().get(CheckpointMetadata.IMAGE_SIZE);
        if (size == null) {
            int side = (int) Math.round(Math.sqrt(Math.max(0, patches)));
            if (side == 0 || side * side != patches) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT,
                        "%s has positions for %d patches, which form no square; state \"%s\" as HEIGHTxWIDTH in its metadata.",
                        store.source(),
                        patches,
                        CheckpointMetadata.IMAGE_SIZE));
            }
            return new int[] {side, side};
        }
        Matcher sides = IMAGE_SIZE.matcher(size);
        if (sides.matches()) {
            int height = Integer.parseInt(sides.group(1));
            int width = sides.group(2) == null ? height : Integer.parseInt(sides.group(2));
            boolean whole = height % patch == 0 && width % patch == 0;
            if (whole && (long) (height / patch) * (width / patch) == patches) {
                return new int[] {height / patch, width / patch};
            }
        }
        throw new InvalidInputException(String.format(
                Locale.ROOT,
                "%s states the %s \"%s\", but has positions for %d patches of %dx%d pixels.",
                store.source(),
                CheckpointMetadata.IMAGE_SIZE,
                size,
                patches,
                patch,
                patch));
    }

    private int heads(int dim) {
        String stated = store.metadata().get(CheckpointMetadata.NUM_HEADS);
        if (stated != null) {
            if (!stated.matches("\\d{1,6}")) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT,
                        "%s states the %s \"%s\", which is no number.",
                        store.source(),
                        CheckpointMetadata.NUM_HEADS,
                        stated));
            }
            return Integer.parseInt(stated);
        }
        if (dim % USUAL_HEAD_DIM != 0) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s has dim %d, which heads of width %d do not divide; state \"%s\" in its metadata.",
                    store.source(),
                    dim,
                    USUAL_HEAD_DIM,
                    CheckpointMetadata.NUM_HEADS));
        }
        return dim / USUAL_HEAD_DIM;
    }
}
