// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.config.CheckpointConfig;
import org.p2vit.quant.config.Fact;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.config.Statement;
import org.p2vit.quant.config.Statements;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointNames.LayerScale;
import org.p2vit.quant.weights.PositionResize.Grid;

/**
 * Reads a trained classifier from the tensors of a checkpoint: timm names ({@code blocks.0.attn.qkv.weight}) or those of
 * Hugging Face's {@code ViTForImageClassification} and {@code DeiTForImageClassification}, bare or inside wrappers ({@link
 * PrefixedTensors}).
 *
 * <p>Of a distilled DeiT the two heads, whose mean the logits are, become one that reads both tokens; where the second token
 * has no head, its inputs have zeros. A network without a class token, or with a norm behind pooling (fc_norm), has a head that
 * reads the mean of the patches, unless its configuration says otherwise. Constant tokens without positions have zeros for them. A LayerScale is multiplied into the layer before it, a bias of the patch embedding or
 * the head that is not there is zero, as are biases of a layer that has none in any block, and positions are resized for another image ({@link PositionResize}).
 *
 * <p>What the checkpoint's metadata, {@code config.json} beside it, its user and its tensors say must agree ({@link
 * Statements}). What nobody says is assumed as it usually is, and listed. A part that is not supported is refused by its
 * name ({@link UnsupportedFeatures}). Exactly the tensors of the network must be there: one error lists those that are
 * missing, have another shape, hold NaN or infinity, or have no place in the network.
 */
public final class CheckpointReader {
    private final TensorStore store;
    private final CheckpointNames names;
    private final Statements statements;
    private final VitShape shape;
    private final Grid grid;
    private final Map<String, List<Long>> expected;
    private final Optional<LayerScale> scale;
    private final double epsilon;
    private final List<String> assumed;
    private final List<String> problems = new ArrayList<>();

    private CheckpointReader(
            TensorStore store, CheckpointNames names, Statements statements, CheckpointOptions options) {
        this.store = store;
        this.names = names;
        this.statements = statements;
        CheckpointShape.Inferred inferred = CheckpointShape.infer(store, names, statements, options.imageSize());
        this.shape = inferred.shape();
        this.grid = inferred.stored();
        this.expected = CheckpointLayout.of(names, shape, inferred.positions(), store.names());
        this.scale = names.layerScale(store.names(), shape.depth());
        this.assumed = new ArrayList<>(inferred.assumed());
        this.epsilon = epsilon();
        stateBiases(Fact.QKV_BIAS, names.qkv());
        stateBiases(Fact.PROJ_BIAS, names.projections());
        Stream.concat(Stream.of(names.patchEmbed()), names.allHeads(store.names()).stream())
                .filter(module -> !expected.containsKey(module + ".bias"))
                .forEach(module -> assumed.add("zeros as the bias of " + Quoted.name(module)));
    }

    /** As {@link #read(Path, CheckpointOptions)}, when the user says nothing. */
    public static FloatVit read(Path file) {
        return read(file, CheckpointOptions.NONE).network();
    }

    /**
     * Reads a safetensors file, or several by their index, and what stands beside ({@link CheckpointFolder}, {@link
     * CheckpointConfig}).
     *
     * @throws InvalidInputException saying what is wrong with the file, its tensors or what is said about it
     */
    public static Checkpoint read(Path file, CheckpointOptions options) {
        try (TensorStore store = CheckpointFile.open(file)) {
            CheckpointConfig config = CheckpointConfig.beside(file);
            Checkpoint read = read(store, config.statements(), CheckpointFolder.metadata(file), options);
            List<String> notes = new ArrayList<>(read.assumed());
            if (!config.unknown().isEmpty()) {
                notes.add("no meaning of " + Quoted.names(config.unknown()) + " in "
                        + file.resolveSibling(CheckpointConfig.FILE));
            }
            return new Checkpoint(read.network(), notes);
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads a network from named tensors and their metadata.
     *
     * @throws InvalidInputException naming every tensor that is wrong, with its expected and found shape
     */
    public static FloatVit read(TensorStore store) {
        return read(store, List.of(), Map.of(), CheckpointOptions.NONE).network();
    }

    static Checkpoint read(
            TensorStore saved, List<Statement> said, Map<String, String> beside, CheckpointOptions options) {
        Statements statements = new Statements();
        options.heads().ifPresent(heads -> statements.add(Statement.of(Fact.HEADS, heads, "--heads says " + heads)));
        CheckpointMetadata.state(statements, saved.source(), saved.metadata());
        statements.addAll(said);
        Optional<CheckpointNames.Found> found = CheckpointNames.recognise(saved.names());
        TensorStore store = new PrefixedTensors(
                saved, found.map(CheckpointNames.Found::prefix).orElse(""));
        UnsupportedFeatures.refuse(store);
        CheckpointNames names = found.map(CheckpointNames.Found::names)
                .orElseThrow(() -> new InvalidInputException(store.source()
                        + " is no Vision Transformer classifier of timm or Hugging Face: it has none of the tensors "
                        + Quoted.names(CheckpointNames.landmarks()) + ", but "
                        + (store.names().isEmpty() ? "no tensor at all" : Quoted.names(store.names())) + "."));
        UnsupportedFeatures.refuse(store, names);
        return new CheckpointReader(store, names, statements, options).read(beside);
    }

    private double epsilon() {
        Optional<Statement> stated = statements.of(Fact.EPSILON);
        if (stated.isPresent()) {
            return Double.parseDouble(stated.get().value());
        }
        double usual = names.isHuggingFace() ? FloatNorm.HUGGING_FACE_EPSILON : FloatNorm.TIMM_EPSILON;
        assumed.add("the LayerNorm epsilon " + usual + ", as usual with names of "
                + (names.isHuggingFace() ? "Hugging Face" : "timm"));
        return usual;
    }

    /** Layers of a block without biases are as stated, or zeros are assumed aloud. */
    private void stateBiases(Fact fact, List<String> layers) {
        List<String> lacking = layers.stream()
                .filter(layer -> !names.anyBlock(store.names(), shape.depth(), layer + ".bias"))
                .toList();
        if (statements.of(fact).isEmpty()) {
            lacking.forEach(layer -> assumed.add("zeros as the biases of " + Quoted.name(layer) + " in every block"));
        }
        String said = lacking.isEmpty() ? "biases" : lacking.size() == layers.size() ? "no biases" : "not all biases";
        String value = lacking.isEmpty() ? "true" : lacking.size() == layers.size() ? "false" : "some";
        statements.add(new Statement(
                fact, value, "the tensors of " + store.source() + " have " + said + " of " + Quoted.names(layers)));
    }

    private Checkpoint read(Map<String, String> beside) {
        checkNamesAndShapes();
        failOnProblems();
        List<FloatBlock> blocks = new ArrayList<>();
        for (int i = 0; i < shape.depth(); i++) {
            blocks.add(block(i));
        }
        FloatVit vit = new FloatVit(
                shape,
                linear(names.patchEmbed()),
                constantTokens(),
                positions(),
                blocks,
                shape.readout().hasNorm()
                        ? Optional.of(norm(CheckpointLayout.finalNorm(names, shape, store.names())))
                        : Optional.empty(),
                head(),
                metadata(beside));
        failOnProblems();
        for (Fact fact : List.of(Fact.HEADS, Fact.IMAGE_SIZE)) {
            statements.of(fact).filter(Statement::derived).ifPresent(one -> assumed.add(derived(one)));
        }
        return new Checkpoint(vit, assumed);
    }

    private static String derived(Statement statement) {
        return statement.fact().text() + " from a name: " + statement.words();
    }

    /** What was found goes beside what the file says itself. */
    private Map<String, String> metadata(Map<String, String> beside) {
        Map<String, String> metadata = CheckpointFolder.merged(beside, store.metadata());
        CheckpointFolder.fit(
                metadata,
                new ImageSize(grid.rows() * shape.patch(), grid.columns() * shape.patch()),
                new ImageSize(shape.imageHeight(), shape.imageWidth()));
        metadata.putAll(CheckpointMetadata.of(shape, epsilon));
        statements
                .of(Fact.CLASS_NAMES)
                .ifPresent(labels -> metadata.putIfAbsent(CheckpointMetadata.LABELS, labels.value()));
        return metadata;
    }

    private void checkNamesAndShapes() {
        expected.forEach((name, extents) -> {
            if (!store.names().contains(name)) {
                problems.add(Quoted.name(name) + " is missing; expected the shape " + extents);
            } else if (!store.shape(name).equals(extents)) {
                problems.add(Quoted.name(name) + " has the shape " + store.shape(name) + "; expected " + extents);
            }
        });
        store.names().stream()
                .filter(name -> !expected.containsKey(name) && !names.unused().contains(name))
                .forEach(name -> problems.add(Quoted.name(name) + " has no place in this network"));
    }

    private void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(
                    store.source() + " cannot be used as a network of " + shape.text() + ":", Quoted.first(problems));
        }
    }

    private FloatTensor constantTokens() {
        if (shape.constantTokens() == 0) {
            return FloatTensor.of(new float[0], 0);
        }
        List<String> parts = new ArrayList<>();
        if (shape.classTokens() > 0) {
            parts.add(names.classToken());
        }
        if (shape.classTokens() == 2) {
            parts.add(names.distillationToken());
        }
        if (shape.registers() > 0) {
            parts.add(names.registers());
        }
        List<FloatTensor> rows = parts.stream()
                .map(this::tensor)
                .map(tensor -> tensor.reshape(tensor.size() / shape.dim(), shape.dim()))
                .toList();
        return FloatTensor.stack(rows).reshape(shape.constantTokens() * shape.dim());
    }

    /** Constant tokens without positions have zeros for them; the class tokens come first. */
    private FloatTensor positions() {
        FloatTensor stored = tensor(names.positions());
        int rows = stored.shape().get(1);
        FloatTensor positions = stored.reshape(rows, shape.dim());
        int constant = rows - grid.patches();
        int zeros = shape.constantTokens() - constant;
        if (zeros > 0) {
            FloatTensor none = FloatTensor.of(new float[zeros * shape.dim()], zeros, shape.dim());
            positions = FloatTensor.stack(
                    List.of(positions.rows(0, constant), none, positions.rows(constant, grid.patches())));
        }
        Grid needed = new Grid(shape.imageHeight() / shape.patch(), shape.imageWidth() / shape.patch());
        return needed.equals(grid) ? positions : PositionResize.resize(positions, shape.constantTokens(), grid, needed);
    }

    private FloatLinear head() {
        FloatLinear first = linear(names.head(store.names()));
        if (shape.classTokens() < 2) {
            return first;
        }
        return names.hasDistillationHead(store.names())
                ? DistilledHead.mean(first, linear(names.distillationHead()))
                : DistilledHead.ofFirst(first);
    }

    private FloatBlock block(int number) {
        List<FloatLinear> qkv = names.qkv().stream()
                .map(part -> linear(names.inBlock(number, part)))
                .toList();
        return new FloatBlock(
                norm(names.inBlock(number, names.norm1())),
                stacked(qkv),
                scaled(linear(names.inBlock(number, names.proj())), number, LayerScale::attention),
                norm(names.inBlock(number, names.norm2())),
                linear(names.inBlock(number, names.fc1())),
                scaled(linear(names.inBlock(number, names.fc2())), number, LayerScale::mlp));
    }

    /** A layer behind which a LayerScale stands: γ·(Wx + b) = (γW)x + γb. */
    private FloatLinear scaled(FloatLinear layer, int number, Function<LayerScale, String> factors) {
        return scale.map(found -> layer.scaled(tensor(names.inBlock(number, factors.apply(found)))))
                .orElse(layer);
    }

    private FloatLinear linear(String module) {
        FloatTensor weight = tensor(module + ".weight");
        FloatTensor bias = expected.containsKey(module + ".bias")
                ? tensor(module + ".bias")
                : FloatTensor.of(new float[weight.rows()], weight.rows());
        return new FloatLinear(weight.reshape(weight.rows(), weight.columns()), bias);
    }

    private FloatNorm norm(String module) {
        return new FloatNorm(tensor(module + ".weight"), tensor(module + ".bias"), epsilon);
    }

    private static FloatLinear stacked(List<FloatLinear> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new FloatLinear(
                        FloatTensor.stack(
                                parts.stream().map(FloatLinear::weight).toList()),
                        FloatTensor.stack(parts.stream().map(FloatLinear::bias).toList()));
    }

    private FloatTensor tensor(String name) {
        FloatTensor tensor = store.read(name);
        if (!tensor.isFinite()) {
            problems.add(Quoted.name(name) + " holds NaN or infinite values");
        }
        return tensor;
    }
}
