// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class NetworkCompilerTests {
    private static final long SEED = 1;
    private static final Set<Semaphore> FREE_AGAIN = EnumSet.of(
            Semaphore.WEIGHTS_FREE,
            Semaphore.REQUANT_PARAMETERS_FREE,
            Semaphore.NORM_PARAMETERS_FREE,
            Semaphore.VALUES_FREE,
            Semaphore.CODES_FREE,
            Semaphore.PATCHES_FREE,
            Semaphore.PATCHES_LOADED, // those of the next image
            Semaphore.STREAM_FREE,
            Semaphore.LOGITS_FREE,
            Semaphore.ATTENTION_IDLE);

    private static Program compile(VitShape shape, String config) {
        AcceleratorConfig machine = AcceleratorConfig.load(config);
        return NetworkCompiler.compile(
                RandomQuantizedVit.of(shape, machine.attention().coding(), SEED), machine);
    }

    @ParameterizedTest(name = "{0}: {1} px, patch {2}, dim {3}, depth {4}, {5} heads, mlp {6}, {7} classes")
    @CsvSource({
        "tiny, 32, 4, 64, 4, 2, 256, 36",
        "tiny, 4, 4, 8, 1, 1, 8, 1",
        "tiny, 12, 4, 16, 2, 2, 24, 3",
        "pynq-z2, 224, 16, 192, 2, 3, 768, 1000",
        "kv260-shift, 32, 4, 64, 4, 2, 256, 36",
        "kv260-shift, 224, 16, 192, 12, 3, 768, 1000",
        "kv260-shift, 224, 16, 768, 1, 12, 3072, 1000",
        "kv260, 32, 4, 64, 4, 2, 256, 36",
        "kv260, 224, 16, 192, 12, 3, 768, 1000",
        "kv260, 32, 16, 16, 1, 1, 16, 2",
        "zcu104, 224, 16, 384, 2, 6, 1536, 1000",
        "zcu104, 32, 16, 16, 1, 1, 16, 2"
    })
    void programOrderIsAValidSequentialOrder(
            String config, int size, int patch, int dim, int depth, int heads, int mlp, int classes) {
        Program program = compile(new VitShape(size, size, 3, patch, dim, depth, heads, mlp, classes), config);

        requireSequential(program);
        assertThat(program.first()
                        .commands()
                        .get(program.first().commands().size() - 1)
                        .unit())
                .isEqualTo(Unit.CONTROL);
        int count =
                program.first().commands().size() + program.further().commands().size();
        assertThat(program.commandBytes().length).isEqualTo(count * Command.BYTES);
    }

    /** Where A·V on the shift lanes is slower than the array, rows go in groups. */
    @ParameterizedTest
    @CsvSource({"192, 12, 3, 768", "384, 2, 6, 1536"})
    void soItIsWithWeightsOfFourBits(int dim, int depth, int heads, int mlp) {
        VitShape shape = new VitShape(224, 224, 3, 16, dim, depth, heads, mlp, 1000);
        AcceleratorConfig machine = ScalableMachine.CONFIG;

        requireSequential(NetworkCompiler.compile(RandomQuantizedVit.of(shape, 4, SEED), machine));
        requireSequential(
                NetworkCompiler.compile(RandomQuantizedVit.mixed(shape, AttentionCoding.LOG2, SEED), machine));
    }

    @ParameterizedTest
    @CsvSource({
        "NEITHER, tiny",
        "INTER_LAYER, tiny",
        "INTRA_LAYER, tiny",
        "BOTH, tiny",
        "NEITHER, kv260",
        "INTER_LAYER, kv260",
        "INTRA_LAYER, kv260",
        "BOTH, kv260"
    })
    void everyOverlapComputesTheSame(Overlap overlap, String machine) {
        AcceleratorConfig config = AcceleratorConfig.load(machine);
        QuantizedVit network = RandomQuantizedVit.of(
                new VitShape(20, 20, 3, 4, 32, 2, 2, 64, 5), config.attention().coding(), SEED);

        Program program = NetworkCompiler.compile(network, config, overlap);

        requireSequential(program);
        assertThat(results(program)).isEqualTo(results(NetworkCompiler.compile(network, config)));
    }

    /** How many numbers each unit produces of each tensor. */
    private static Map<String, Long> results(Program program) {
        return program.first().slices().stream()
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(
                        slice -> slice.unit() + " " + slice.tensor() + " " + slice.head(),
                        Collectors.summingLong(slice -> (long) slice.rows() * slice.columns())));
    }

    private static void requireSequential(Program program) {
        Map<Semaphore, Integer> left = null;
        for (int images = 1; images <= 4; images++) {
            SemaphoreReplay replay = new SemaphoreReplay(program, images);
            replay.run();
            replay.left().forEach((semaphore, count) -> assertThat(FREE_AGAIN.contains(semaphore) ? 0 : count)
                    .as("%s tokens left of %s", count, semaphore)
                    .isZero());
            assertThat(left == null ? replay.left() : left)
                    .as("tokens left after %d images", images)
                    .isEqualTo(replay.left());
            left = replay.left();
        }
    }

    @Test
    void everyTensorOfTheNetworkHasASpan() {
        Program program = compile(new VitShape(32, 32, 3, 4, 64, 2, 2, 256, 10), "tiny");

        Set<String> tensors = program.first().slices().stream()
                .filter(slice -> slice != null && slice.unit() != Unit.MATMUL)
                .map(TensorSlice::tensor)
                .collect(java.util.stream.Collectors.toSet());
        assertThat(tensors)
                .containsExactlyInAnyOrder(
                        "patch_embed",
                        "norm",
                        "logits",
                        "blocks.0.ln1",
                        "blocks.0.q",
                        "blocks.0.k",
                        "blocks.0.v",
                        "blocks.0.attn_logits",
                        "blocks.0.attn_codes",
                        "blocks.0.attn_out",
                        "blocks.0.proj",
                        "blocks.0.ln2",
                        "blocks.0.gelu",
                        "blocks.0.fc2",
                        "blocks.1.ln1",
                        "blocks.1.q",
                        "blocks.1.k",
                        "blocks.1.v",
                        "blocks.1.attn_logits",
                        "blocks.1.attn_codes",
                        "blocks.1.attn_out",
                        "blocks.1.proj",
                        "blocks.1.ln2",
                        "blocks.1.gelu",
                        "blocks.1.fc2");
    }

    /** What A·V on the multipliers needs no unit and no tokens for. */
    @Test
    void attentionOnTheMultipliersUsesTheArray() {
        VitShape shape = new VitShape(32, 32, 3, 4, 64, 2, 2, 256, 10);
        Program program = compile(shape, "kv260");

        assertThat(program.first().commands()).extracting(Command::unit).doesNotContain(Unit.SHIFTMM);
        assertThat(program.first().slices())
                .filteredOn(slice -> slice != null && slice.tensor().contains("attn_out"))
                .extracting(TensorSlice::unit)
                .hasSize(2 * shape.depth() * shape.heads())
                .containsOnly(Unit.MATMUL, Unit.REQUANT);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny, 8, UNIFORM, shift, log2, 8/8/4, multiply",
        "tiny, 4, UNIFORM, shift, log2, 4/8/4, multiply",
        "kv260, 8, LOG2, multiply, uniform, 8/8/8, shift"
    })
    void anotherCodingOfAttentionIsRefused(
            String machine,
            int weightBits,
            AttentionCoding coding,
            String kind,
            String wanted,
            String bits,
            String otherKind) {
        QuantizedVit network =
                RandomQuantizedVit.of(new VitShape(12, 12, 3, 4, 16, 1, 1, 16, 3), weightBits, coding, SEED);

        assertThatThrownBy(() -> NetworkCompiler.compile(network, AcceleratorConfig.load(machine)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "the network has %s attention weights, but configuration %s has attention: %s, which takes %s ones; quantize with --bits %s (make: BITS=%s), or take a configuration with attention: %s",
                        coding.label(), machine, kind, wanted, bits, bits, otherKind);
    }

    @Test
    void compilingTwiceGivesTheSameBytes() {
        VitShape shape = new VitShape(32, 32, 3, 4, 64, 2, 2, 256, 10);

        assertThat(compile(shape, "tiny").commandBytes())
                .isEqualTo(compile(shape, "tiny").commandBytes());
        assertThat(compile(shape, "tiny").constants())
                .isEqualTo(compile(shape, "tiny").constants());
    }

    @ParameterizedTest(name = "{7}")
    @CsvSource({
        "224, 16, 64, 1, 2, 256, 10, the network needs 197 tokens but limits.maxTokens is 80",
        "32, 4, 128, 1, 4, 256, 10, the network needs 128 dimensions but limits.maxDim is 96",
        "32, 4, 64, 1, 2, 1024, 10, the network needs 4488 activation words but buffers.activation.words is 2048",
        "32, 4, 64, 1, 2, 256, 1000, the network needs 125 logit rows but buffers.logit.words is 16",
        "32, 4, 64, 1, 1, 256, 10, the network needs 64 head dimensions but limits.maxHeadDim is 32"
    })
    void tooLargeNetworkIsRefusedWithTheLimit(
            int size, int patch, int dim, int depth, int heads, int mlp, int classes, String message) {
        VitShape shape = new VitShape(size, size, 3, patch, dim, depth, heads, mlp, classes);

        assertThatThrownBy(() -> compile(shape, "tiny"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }
}
