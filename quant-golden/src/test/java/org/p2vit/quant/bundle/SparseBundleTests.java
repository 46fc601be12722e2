// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Sparsity;
import org.p2vit.quant.model.VitShape;

class SparseBundleTests {
    private static final VitShape SHAPE = new VitShape(8, 8, 3, 4, 8, 1, 2, 18, 3);
    private static final String WEIGHTS = "blocks.0.fc2.weights";
    /** 18 inputs: the last group has two. */
    private static final int INPUTS = 18;

    @ParameterizedTest
    @ValueSource(strings = {"8s2:4", "8s4:8", "8s3:4", "4s2:4", "4s4:8"})
    void sparseLayersAreReadAsTheyWereWritten(String kind) {
        QuantizedVit network = sparse(LayerKind.parse(kind));
        byte[] file = QuantizedBundle.toBytes(network);
        QuantizedVit read = QuantizedBundle.fromBytes(file);
        assertThat(read).usingRecursiveComparison().isEqualTo(network);
        assertThat(read.blocks().get(0).fc2().kind()).hasToString(kind);
        assertThat(QuantizedBundle.toBytes(read)).isEqualTo(file);
        assertThat(new Forgery(file).header)
                .containsOnlyOnce("\"sparsity\"")
                .contains("\"count\":144,\"sparsity\":\"" + kind.substring(2) + "\"");
    }

    @Test
    void denseNetworksSayNothingOfSparsity() {
        Forgery dense = new Forgery(QuantizedBundle.toBytes(dense(8)));
        assertThat(dense.header).doesNotContain("sparsity");
    }

    /** Each code that is 0 is made another; those of groups that are full are refused, by place. */
    @ParameterizedTest
    @ValueSource(strings = {"2:4", "4:8", "3:4"})
    void aGroupWithTooManyWeightsIsRefused(String sparsity) {
        LayerKind kind = LayerKind.parse("8s" + sparsity);
        byte[] bundle = QuantizedBundle.toBytes(sparse(kind));
        int size = kind.sparsity().group();
        int refused = 0;
        for (int place = 0; place < SHAPE.dim() * INPUTS; place++) {
            Forgery forgery = new Forgery(bundle);
            int from = forgery.offsetOf(WEIGHTS);
            if (forgery.payload[from + place] == 0) {
                forgery.payload[from + place] = 1;
                int group = place % INPUTS / size;
                int first = group * size;
                int row = place / INPUTS * INPUTS;
                int used = 0;
                for (int k = first; k < Math.min(first + size, INPUTS); k++) {
                    used += forgery.payload[from + row + k] == 0 ? 0 : 1;
                }
                if (used > kind.sparsity().kept()) {
                    refused++;
                    assertRefused(
                            forgery.toBytes(),
                            "blocks.0.fc2 is said to be " + sparsity + ", but output " + place / INPUTS + " has " + used
                                    + " weights other than 0 at inputs " + first);
                    continue;
                }
            }
            assertThat(QuantizedBundle.fromBytes(forgery.toBytes())).isNotNull();
        }
        assertThat(refused).isGreaterThan(INPUTS);
    }

    @Test
    void otherHeadersAreRefused() {
        byte[] bundle = QuantizedBundle.toBytes(sparse(LayerKind.parse("8s2:4")));
        for (String other : List.of("\"1:4\"", "\"dense\"", "24", "\"\"", "null")) {
            refused(bundle, "\"2:4\"", other, "sparsity");
        }
        refused(bundle, "\"count\":144,\"sparsity\":\"2:4\"", "\"sparsity\":\"2:4\",\"count\":144", "");
        refused(
                bundle,
                "\"name\":\"position\",\"type\":\"i8\",\"count\":40",
                "$0,\"sparsity\":\"2:4\"",
                "only weights");
    }

    private static void refused(byte[] bundle, String old, String changed, String reason) {
        Forgery forgery = new Forgery(bundle);
        assertThat(forgery.header).contains(old);
        forgery.header = forgery.header.replace(old, changed.replace("$0", old));
        assertRefused(forgery.toBytes(), reason);
    }

    private static void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }

    private static QuantizedVit dense(int bits) {
        return RandomQuantizedVit.of(SHAPE, bits, 5);
    }

    /** The network of {@link #dense} without the weights of fc2 that a group has too many. */
    private static QuantizedVit sparse(LayerKind kind) {
        QuantizedVit dense = dense(kind.weightBits());
        List<QuantizedBlock> blocks = new ArrayList<>(dense.blocks());
        QuantizedBlock block = blocks.get(0);
        QuantizedLinear layer = block.fc2();
        byte[] weights = layer.weights().clone();
        Sparsity sparsity = kind.sparsity();
        for (int i = 0; i < weights.length; i++) {
            // Which are kept differs from group to group.
            int place = i % INPUTS % sparsity.group();
            int turn = (i / INPUTS + i % INPUTS / sparsity.group()) % sparsity.group();
            if ((place + turn) % sparsity.group() >= sparsity.kept()) {
                weights[i] = 0;
            }
        }
        QuantizedLinear sparse = new QuantizedLinear(
                layer.name(),
                layer.outputs(),
                layer.inputs(),
                kind,
                weights,
                layer.bias(),
                layer.shift(),
                layer.residualShift());
        blocks.set(
                0,
                new QuantizedBlock(
                        block.norm1(),
                        block.attention(),
                        block.projection(),
                        block.norm2(),
                        block.fc1(),
                        block.gelu(),
                        sparse));
        return dense.with(blocks, dense.exponents());
    }
}
