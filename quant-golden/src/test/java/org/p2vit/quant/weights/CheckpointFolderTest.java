// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.VitShape;

class CheckpointFolderTest {
    private static final VitShape SHAPE = new VitShape(8, 8, 3, 4, 64, 1, 1, 16, 3);

    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void writeWeights() throws IOException {
        checkpoint = folder.resolve("model.safetensors");
        SafetensorsWriter.write(checkpoint, new SyntheticCheckpoint(SHAPE, 1));
    }

    @Test
    void withoutFilesBesideItTheNormalizationIsImageNets() {
        assertThat(normalization()).isEqualTo(Normalization.IMAGENET);
        assertThat(CheckpointFolder.files(checkpoint)).containsExactly(checkpoint);
    }

    @Test
    void huggingFacesPreprocessorCounts() throws IOException {
        Path beside = write(
                "preprocessor_config.json",
                "{\"image_mean\": [0.5, 0.4, 0.3], \"image_std\": [0.5, 0.25, 1], \"size\": {\"height\": 224}}");
        assertThat(normalization().mean()).containsExactly(0.5f, 0.4f, 0.3f);
        assertThat(normalization().deviation()).containsExactly(0.5f, 0.25f, 1f);
        assertThat(CheckpointFolder.files(checkpoint)).containsExactly(checkpoint, beside);
    }

    @Test
    void timmsConfigCounts() throws IOException {
        write("config.json", "{\"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.2, 0.2, 0.2]}}");
        assertThat(normalization().mean()).containsExactly(0.5f, 0.5f, 0.5f);
        assertThat(normalization().deviation()).containsExactly(0.2f, 0.2f, 0.2f);
    }

    @Test
    void filesWithoutANormalizationAreNotAsked() throws IOException {
        write("config.json", "{\"hidden_size\": 64}");
        write("preprocessor_config.json", "{\"image_mean\": [0.5, 0.5, 0.5]}");
        assertThat(normalization()).isEqualTo(Normalization.IMAGENET);
    }

    @Test
    void whatTheWeightsSayThemselvesGoesFirst() throws IOException {
        write("config.json", "{\"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.2, 0.2, 0.2]}}");
        FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, 1));
        var tensors = new java.util.LinkedHashMap<String, FloatTensor>();
        try (SafetensorsFile file = SafetensorsFile.open(checkpoint)) {
            file.names().forEach(name -> tensors.put(name, file.read(name)));
        }
        var metadata = new java.util.HashMap<>(vit.metadata());
        metadata.put(CheckpointMetadata.IMAGE_MEAN, "0.1,0.1,0.1");
        metadata.put(CheckpointMetadata.IMAGE_STD, "0.9,0.9,0.9");
        SafetensorsWriter.write(checkpoint, new MemoryTensors("test", tensors, metadata));
        assertThat(normalization().mean()).containsExactly(0.1f, 0.1f, 0.1f);
    }

    @Test
    void malformedFilesAreNamed() throws IOException {
        Path beside = write("config.json", "{");
        assertRefused(beside + " stands beside the checkpoint and is no JSON");
        write("config.json", "{\"pretrained_cfg\": {\"mean\": [\"a\"], \"std\": [0.2]}}");
        assertRefused(beside + " has [\"a\"] where the mean or deviation of each channel");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Normalization normalization() {
        FloatVit vit = CheckpointReader.read(checkpoint);
        return ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.empty())
                .normalization();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> CheckpointReader.read(checkpoint))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
