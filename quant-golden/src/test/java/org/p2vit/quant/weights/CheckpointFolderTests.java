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
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.model.VitShape;

class CheckpointFolderTests {
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
                "{\"image_mean\": [0.5, 0.4, 0.3], \"image_std\": [0.5, 0.25, 1], \"size\": 8}");
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
        write("preprocessor_config.json", "{\"transformers_version\": \"4.40\"}");
        assertThat(normalization()).isEqualTo(Normalization.IMAGENET);
        assertThat(report().preprocessFrom()).isEqualTo("assumed, nothing states it");
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
        assertThat(report().normalizationFrom())
                .isEqualTo(
                        "the checkpoint's own metadata, not 0.5,0.5,0.5 of config.json, assumed interpolation bicubic,"
                                + " crop_pct 0.875");
    }

    @Test
    void malformedFilesAreNamed() throws IOException {
        Path beside = write("config.json", "{");
        assertRefused(beside + " stands beside the checkpoint and is no JSON");
        write("config.json", "{\"pretrained_cfg\": {\"mean\": [\"a\"], \"std\": [0.2]}}");
        assertRefused(beside + " says \"pretrained_cfg.mean\": [\"a\"]; a number for each channel is expected");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() throws IOException {
        Path beside = write("preprocessor_config.json", "{\"size\": 8, \"size\": 16}");
        assertRefused(beside + " stands beside the checkpoint and is no JSON");
        write("preprocessor_config.json", "[]");
        assertRefused(beside + " stands beside the checkpoint and is no JSON object");
    }

    @Test
    void whatBothFilesSayMustBeTheSame() throws IOException {
        Path timm = write(
                "config.json",
                "{\"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5], \"crop_pct\": 1.0,"
                        + " \"interpolation\": \"bilinear\"}}");
        Path huggingFace = write(
                "preprocessor_config.json",
                "{\"image_processor_type\": \"CLIPImageProcessor\", \"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5], \"resample\": 2,"
                        + " \"size\": {\"shortest_edge\": 8}, \"crop_size\": 8}");
        assertThat(report().preprocess()).isEqualTo("shorter=8:bilinear,crop=8x8:floor");
        write("preprocessor_config.json", "{\"size\": 8, \"resample\": 2}");
        assertRefused(huggingFace + " asks for exact=8x8:bilinear, but " + timm + " for crop-pct=1.0:bilinear");
        write("preprocessor_config.json", "{\"image_mean\": 0.5, \"image_std\": 0.5}");
        assertThat(normalization().mean()).containsExactly(0.5f, 0.5f, 0.5f);
        write("preprocessor_config.json", "{\"image_mean\": [0.5, 0.5, 0.4], \"image_std\": [0.5, 0.5, 0.5]}");
        assertRefused(huggingFace + " asks for mean 0.5,0.5,0.4 and deviation 0.5,0.5,0.5, but " + timm);
    }

    /** A network of 8x8 run at 12x16: what Hugging Face states is changed in proportion, timm's shares mean the new size. */
    @Test
    void sizesFollowTheSizeAtWhichTheNetworkRuns() throws IOException {
        write(
                "preprocessor_config.json",
                "{\"image_processor_type\": \"DeiTImageProcessor\", \"size\": 9, \"crop_size\": 8, \"resample\": 3}");
        assertThat(resized().preprocess()).isEqualTo("exact=13x18:bicubic,crop=12x16:floor");
        assertThat(resized().preprocessFrom())
                .isEqualTo("preprocessor_config.json, assumed image_mean [0.5, 0.5, 0.5] and image_std [0.5, 0.5, 0.5],"
                        + " in proportion to 12x16 instead of 8x8");
        Files.delete(folder.resolve("preprocessor_config.json"));
        write("config.json", "{\"pretrained_cfg\": {\"crop_pct\": 0.5, \"crop_mode\": \"squash\"}}");
        assertThat(resized().preprocess()).isEqualTo("exact=24x32:bicubic,crop=12x16");
    }

    private PixelReport resized() {
        FloatVit vit = CheckpointReader.read(
                        checkpoint, new CheckpointOptions(Optional.empty(), Optional.of(new ImageSize(12, 16))))
                .network();
        return ImagePreprocessor.of(vit.shape(), vit.metadata()).report();
    }

    private Normalization normalization() {
        FloatVit vit = CheckpointReader.read(checkpoint);
        return ImagePreprocessor.of(vit.shape(), vit.metadata()).normalization();
    }

    private PixelReport report() {
        FloatVit vit = CheckpointReader.read(checkpoint);
        return ImagePreprocessor.of(vit.shape(), vit.metadata()).report();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> CheckpointReader.read(checkpoint))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
