// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.config.Fact;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.config.Pooling;
import org.p2vit.quant.config.Statement;
import org.p2vit.quant.config.Statements;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.PositionResize.Grid;

/**
 * The dimensions of a network: most from the shapes of its tensors, which whatever is stated must agree with; heads and the
 * sides of the image from statements or, if there are none, from what is usual.
 */
final class CheckpointShape {
    private static final int USUAL_HEAD_DIM = 64;
    private static final String OF_IMAGE = "an image size";

    /**
     * @param shape of the network as it will run
     * @param stored what the positions in the file are for
     * @param positions rows of them: those of the patches, with or without such of the constant tokens, or of the class tokens
     * @param assumed a phrase for each value that is not stated
     */
    record Inferred(VitShape shape, Grid stored, int positions, List<String> assumed) {}

    private final TensorStore store;
    private final CheckpointNames names;
    private final Statements statements;
    private final List<String> assumed = new ArrayList<>();

    private CheckpointShape(TensorStore store, CheckpointNames names, Statements statements) {
        this.store = store;
        this.names = names;
        this.statements = statements;
    }

    /** @throws InvalidInputException if tensors and statements contradict each other or make no network */
    static Inferred infer(
            TensorStore store, CheckpointNames names, Statements statements, Optional<ImageSize> requested) {
        return new CheckpointShape(store, names, statements).infer(requested);
    }

    private Inferred infer(Optional<ImageSize> requested) {
        List<Integer> patches = extents(names.patchEmbed() + ".weight", "[dim, channels, patch, patch]", 4);
        int dim = patches.get(0);
        int patch = patches.get(2);
        List<Integer> positions = extents(names.positions(), "[1, tokens, dim]", 3);
        int classes = extents(names.head(store.names()) + ".weight", "[classes, dim]", 2)
                .get(0);
        int depth = names.depth(store.names());
        if (depth == 0) {
            throw new InvalidInputException(store.source() + " has no tensor "
                    + Quoted.name(names.inBlock(0, names.fc1()) + ".weight") + " or any other of a block.");
        }
        int mlpDim = extents(names.inBlock(0, names.fc1()) + ".weight", "[mlpDim, dim]", 2)
                .get(0);
        if (patch == 0) {
            throw new InvalidInputException(store.source() + ": the patches are empty.");
        }
        int classTokens = names.classTokens(store.names());
        tensorsSay(Fact.DIM, dim);
        tensorsSay(Fact.CHANNELS, patches.get(1));
        tensorsSay(Fact.PATCH, patch);
        tensorsSay(Fact.DEPTH, depth);
        tensorsSay(Fact.MLP_DIM, mlpDim);
        tensorsSay(Fact.CLASSES, classes);
        int registers = registers();
        tensorsSay(Fact.CLASS_TOKENS, classTokens);
        tensorsSay(Fact.REGISTERS, registers);
        Grid stored = grid(positions.get(1), List.of(classTokens + registers, classTokens, 0), patch, requested);
        boolean patchesOnly = stored.patches() == positions.get(1);
        if (classTokens + registers > 0) {
            statements.add(new Statement(
                    Fact.NO_EMBED_CLASS,
                    Boolean.toString(patchesOnly),
                    "the tensors of " + store.source() + " have positions for the patches "
                            + (patchesOnly ? "only" : "and the class token")));
        }
        ImageSize image = requested.orElse(new ImageSize(stored.rows() * patch, stored.columns() * patch));
        try {
            VitShape shape = new VitShape(
                    image.height(),
                    image.width(),
                    patches.get(1),
                    patch,
                    dim,
                    depth,
                    heads(dim),
                    mlpDim,
                    classes,
                    classTokens,
                    registers,
                    readout(),
                    activation());
            return new Inferred(shape, stored, positions.get(1), assumed);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(store.source() + " describes no usable network: " + e.getMessage(), e);
        }
    }

    private Activation activation() {
        Optional<Statement> stated = statements.of(Fact.ACTIVATION);
        if (stated.isEmpty()) {
            assumed.add("the activation GELU with the error function");
        }
        return stated.map(Statement::value).map(Activation::ofLabel).orElse(Activation.GELU);
    }

    /** A network that says nothing about the final norm and has none is taken for what it is, aloud. */
    private Readout readout() {
        List<String> norms = names.finalNorms(store.names());
        boolean norm = !norms.isEmpty();
        boolean behind = norms.contains(names.meanNorm());
        boolean mean = mean(behind);
        if (!norm && statements.of(Fact.FINAL_NORM).isEmpty()) {
            assumed.add("no final norm, as there is no " + Quoted.name(names.norm() + ".weight"));
        }
        statements.add(new Statement(
                Fact.FINAL_NORM,
                Boolean.toString(norm),
                "the tensors of " + store.source() + " have " + (norm ? "a" : "no") + " final norm ("
                        + Quoted.name(norm ? norms.get(0) : names.norm()) + ")"));
        if (!mean) {
            return norm ? Readout.NORM : Readout.DIRECT;
        }
        return behind ? Readout.MEAN_NORM : norm ? Readout.NORM_MEAN : Readout.MEAN;
    }

    /** Whether the head reads the mean of the patches; where nobody says so, the tensors hint at it. */
    private boolean mean(boolean normBehind) {
        Optional<Statement> stated = statements.of(Fact.POOLING);
        boolean noToken = names.classTokens(store.names()) == 0;
        if (stated.isEmpty() && (noToken || normBehind)) {
            assumed.add("a head that reads the mean of the patches, as there is "
                    + (noToken
                            ? "no " + Quoted.name(names.classToken())
                            : "a " + Quoted.name(names.meanNorm() + ".weight")));
        }
        return stated.map(one -> one.value().equals(Pooling.MEAN)).orElse(noToken || normBehind);
    }

    private int registers() {
        return store.names().contains(names.registers())
                ? extents(names.registers(), "[1, registers, dim]", 3).get(1)
                : 0;
    }

    private void tensorsSay(Fact fact, int value) {
        statements.add(Statement.of(fact, value, "the tensors of " + store.source() + " have " + value));
    }

    private List<Integer> extents(String name, String expected, int rank) {
        List<Long> found = store.shape(name);
        boolean small = found.stream().allMatch(extent -> extent < 1 << 20);
        if (found.size() != rank || !small) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s: tensor %s has the shape %s; expected %s.",
                    store.source(),
                    Quoted.name(name),
                    found,
                    expected));
        }
        return found.stream().map(Long::intValue).toList();
    }

    /**
     * What the positions are for: the size that is stated, one that is asked for and fits, or a square.
     *
     * @param constant how many rows may belong to constant tokens, the usual number first
     */
    private Grid grid(int rows, List<Integer> constant, int patch, Optional<ImageSize> requested) {
        Optional<Statement> stated = statements.of(Fact.IMAGE_SIZE);
        int patches = rows - constant.get(0);
        if (stated.isPresent()) {
            ImageSize size = ImageSize.parse(stated.get().value(), OF_IMAGE);
            return fitting(size, patch, rows, constant)
                    .orElseThrow(() -> new InvalidInputException(String.format(
                            Locale.ROOT,
                            "%s, but %s has positions for %d patches of %dx%d pixels; mend the one that is wrong.",
                            stated.get().words(),
                            store.source(),
                            patches,
                            patch,
                            patch)));
        }
        Optional<Grid> asked = requested.flatMap(size -> fitting(size, patch, rows, constant));
        if (asked.isPresent()) {
            return asked.get();
        }
        int side = constant.stream().mapToInt(count -> side(rows - count)).max().orElseThrow();
        if (side > 0) {
            assumed.add("positions for a square image of " + side * patch + "x" + side * patch
                    + (requested.isEmpty() ? " (--image-size)" : ""));
            return new Grid(side, side);
        }
        throw new InvalidInputException(String.format(
                Locale.ROOT,
                "%s has positions for %d patches%s, which form no square; give their image as --image-size HEIGHTxWIDTH,"
                        + " or as \"%s\" in its metadata.",
                store.source(),
                patches,
                names.classTokens(store.names()) > 0 ? "" : " and no " + Quoted.name(names.classToken()),
                CheckpointMetadata.IMAGE_SIZE));
    }

    /** The grid of an image size, if it has as many patches as there are rows but for those of constant tokens. */
    private static Optional<Grid> fitting(ImageSize size, int patch, int rows, List<Integer> constant) {
        boolean whole = size.height() % patch == 0 && size.width() % patch == 0;
        Grid grid = new Grid(size.height() / patch, size.width() / patch);
        long patches = (long) grid.rows() * grid.columns();
        return Optional.of(grid).filter(one -> whole && constant.stream().anyMatch(count -> patches == rows - count));
    }

    /** The side of a square of so many patches; 0 if there is none. */
    private static int side(int patches) {
        int side = (int) Math.round(Math.sqrt(Math.max(0, patches)));
        return side * side == patches ? side : 0;
    }

    private int heads(int dim) {
        OptionalInt stated = statements.number(Fact.HEADS);
        if (stated.isPresent()) {
            return stated.getAsInt();
        }
        if (dim % USUAL_HEAD_DIM != 0) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s has %d channels, which heads of the usual %d do not divide; give --heads, or \"%s\" in its metadata.",
                    store.source(),
                    dim,
                    USUAL_HEAD_DIM,
                    CheckpointMetadata.NUM_HEADS));
        }
        int heads = dim / USUAL_HEAD_DIM;
        assumed.add(heads + " attention heads, as they are usually " + USUAL_HEAD_DIM + " channels wide (--heads)");
        return heads;
    }
}
