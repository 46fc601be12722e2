// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

/** Checkpoints of networks whose head reads the mean of the patches, by timm's names and keys. */
class MeanReadoutTests {
    private static final VitShape MEAN_NORM = TinyCheckpoint.SHAPE.with(Readout.MEAN_NORM);
    private static final String AVERAGE = "{\"num_heads\": 16, \"model_args\": {\"global_pool\": \"avg\"%s}}";

    @TempDir
    private Path folder;

    static Stream<VitShape> shapes() {
        return Stream.of(Readout.MEAN, Readout.MEAN_NORM, Readout.NORM_MEAN)
                .map(TinyCheckpoint.SHAPE::with)
                .flatMap(shape -> Stream.of(shape, shape.with(0, 0), shape.with(0, 3), shape.with(1, 3)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatTheConfigurationSaysIsReadAndNotAssumed(VitShape shape) throws IOException {
        String more = shape.classTokens() == 0 ? ", \"class_token\": false" : "";
        String norm = shape.readout() == Readout.MEAN ? ", \"final_norm\": false" : "";
        Checkpoint read = new TinyCheckpoint(folder, shape)
                .config(AVERAGE.formatted(more + norm))
                .read(CheckpointOptions.NONE);
        assertThat(read.network().shape()).isEqualTo(shape);
        assertThat(read.assumed()).noneMatch(note -> note.contains("mean of the patches"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsWrittenIsReadBack(VitShape shape) throws IOException {
        FloatVit network = RandomVit.of(shape, 5);
        Path file = folder.resolve("model.safetensors");
        CheckpointWriter.write(file, network);
        FloatVit read = CheckpointReader.read(file);
        assertThat(read.shape()).isEqualTo(shape);
        assertThat(read.norm()).isEqualTo(network.norm());
        assertThat(read.constantTokens()).isEqualTo(network.constantTokens());
        assertThat(read.positions()).isEqualTo(network.positions());
        assertThat(read.head()).isEqualTo(network.head());
    }

    @Test
    void aNormBehindPoolingOrNoClassTokenIsAHintThatIsSaidAloud() throws IOException {
        TinyCheckpoint behind = new TinyCheckpoint(folder, MEAN_NORM).config("{\"num_heads\": 16}");
        assertThat(behind.tensors).containsKey("fc_norm.weight").doesNotContainKey("norm.weight");
        Checkpoint read = behind.read(CheckpointOptions.NONE);
        assertThat(read.network().shape()).isEqualTo(MEAN_NORM);
        assertThat(read.assumed())
                .anyMatch(note -> note.contains("mean of the patches") && note.contains("\"fc_norm.weight\""));

        TinyCheckpoint bare = new TinyCheckpoint(
                        folder, TinyCheckpoint.SHAPE.with(Readout.NORM_MEAN).with(0, 0))
                .config("{\"num_heads\": 16}");
        Checkpoint without = bare.read(CheckpointOptions.NONE);
        assertThat(without.network().shape().readout()).isEqualTo(Readout.NORM_MEAN);
        assertThat(without.network().shape().constantTokens()).isZero();
        assertThat(without.assumed())
                .anyMatch(note -> note.contains("mean of the patches") && note.contains("no \"cls_token\""));
    }

    /** timm makes that with fc_norm=True and the class token: the norm of one row is the final norm. */
    @Test
    void aNormBehindTheClassTokenIsTheFinalNorm() throws IOException {
        FloatVit network = new TinyCheckpoint(folder, MEAN_NORM)
                .config("{\"num_heads\": 16, \"model_args\": {\"global_pool\": \"token\", \"fc_norm\": true}}")
                .read();
        assertThat(network.shape()).isEqualTo(TinyCheckpoint.SHAPE);
        assertThat(network.norm()).isPresent();
    }

    @Test
    void contradictionsAreNamed() throws IOException {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder, MEAN_NORM.with(0, 0));
        checkpoint.config("{\"num_heads\": 16, \"global_pool\": \"token\"}");
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("needs no class token");
        checkpoint.config("{\"num_heads\": 16, \"model_args\": {\"class_token\": true}, \"global_pool\": \"max\"}");
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("pooling by max");
        checkpoint.metadata.put("global_pool", "map");
        checkpoint.config("{\"num_heads\": 16}");
        assertThatThrownBy(() -> checkpoint.read()).hasMessageContaining("\"map\"");
    }

    @Test
    void namesOfTimmSayIt() throws IOException {
        TinyCheckpoint checkpoint = new TinyCheckpoint(folder, MEAN_NORM.with(0, 4));
        checkpoint.config("{\"architecture\": \"vit_wee_patch4_reg4_gap_12\", \"num_heads\": 16}");
        assertThat(checkpoint.read().shape()).isEqualTo(MEAN_NORM.with(0, 4));
        assertThat(Files.exists(folder.resolve("config.json"))).isTrue();
    }
}
