// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Reads a trained classifier from the tensors of a checkpoint: timm names ({@code blocks.0.attn.qkv.weight}) or those of
 * Hugging Face's {@code ViTForImageClassification} and {@code DeiTForImageClassification}.
 *
 * <p>Of a distilled DeiT the two heads, whose mean the logits are, become one that reads both tokens; where the second token
 * has no head, its inputs have zeros.
 *
 * <p>Exactly the tensors of the network must be there. One error lists every tensor that is missing, has another shape,
 * holds NaN or infinity, or has no place in the network (a LayerScale, say, that would change the result).
 */
public final class CheckpointReader {
    private final TensorStore store;
    private final CheckpointNames names;
    private final VitShape shape;
    private final Map<String, List<Long>> expected;
    private final Map<String, String> metadata;
    private final List<String> problems = new ArrayList<>();

    private CheckpointReader(TensorStore store, CheckpointNames names, Map<String, String> beside) {
        this.metadata = new HashMap<>(beside);
        metadata.putAll(store.metadata());
        this.store = store;
        this.names = names;
        this.shape = CheckpointShape.infer(store, names);
        this.expected = CheckpointLayout.of(names, shape, names.hasDistillationHead(store.names()));
    }

    /** Reads a safetensors file, and the normalization that stands beside it ({@link CheckpointFolder}); see {@link #read(TensorStore)}. */
    public static FloatVit read(Path file) {
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            return read(store, CheckpointFolder.metadata(file));
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads a network from named tensors.
     *
     * @throws InvalidInputException naming every tensor that is wrong, with its expected and found shape
     */
    public static FloatVit read(TensorStore store) {
        return read(store, Map.of());
    }

    private static FloatVit read(TensorStore store, Map<String, String> beside) {
        CheckpointNames names = CheckpointNames.recognise(store.names())
                .orElseThrow(() -> new InvalidInputException(store.source()
                        + " is no Vision Transformer classifier of timm or Hugging Face: it has none of the tensors "
                        + CheckpointNames.landmarks() + "."));
        return new CheckpointReader(store, names, beside).read();
    }

    private FloatVit read() {
        checkNamesAndShapes();
        failOnProblems();
        List<FloatBlock> blocks = new ArrayList<>();
        for (int i = 0; i < shape.depth(); i++) {
            blocks.add(block(i));
        }
        FloatVit vit = new FloatVit(
                shape,
                linear(names.patchEmbed()),
                classTokens(),
                tensor(names.positions()).reshape(shape.tokens(), shape.dim()),
                blocks,
                norm(names.norm()),
                head(),
                metadata);
        failOnProblems();
        return vit;
    }

    private void checkNamesAndShapes() {
        expected.forEach((name, extents) -> {
            if (!store.names().contains(name)) {
                problems.add("\"" + name + "\" is missing; expected the shape " + extents);
            } else if (!store.shape(name).equals(extents)) {
                problems.add("\"" + name + "\" has the shape " + store.shape(name) + "; expected " + extents);
            }
        });
        store.names().stream()
                .filter(name -> !expected.containsKey(name) && !names.unused().contains(name))
                .forEach(name -> problems.add("\"" + name + "\" has no place in this network"));
    }

    private void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(
                    store.source() + " cannot be used as " + shape + ":\n  " + String.join("\n  ", problems) + "\n");
        }
    }

    private FloatTensor classTokens() {
        FloatTensor token = tensor(names.classToken()).reshape(shape.dim());
        return shape.classTokens() == 1
                ? token
                : FloatTensor.stack(
                        List.of(token, tensor(names.distillationToken()).reshape(shape.dim())));
    }

    private FloatLinear head() {
        FloatLinear first = linear(names.head(store.names()));
        if (shape.classTokens() == 1) {
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
                linear(names.inBlock(number, names.proj())),
                norm(names.inBlock(number, names.norm2())),
                linear(names.inBlock(number, names.fc1())),
                linear(names.inBlock(number, names.fc2())));
    }

    private FloatLinear linear(String module) {
        FloatTensor weight = tensor(module + ".weight");
        return new FloatLinear(weight.reshape(weight.rows(), weight.columns()), tensor(module + ".bias"));
    }

    private FloatNorm norm(String module) {
        return new FloatNorm(tensor(module + ".weight"), tensor(module + ".bias"));
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
            problems.add("\"" + name + "\" holds NaN or infinite values");
        }
        return tensor;
    }
}
