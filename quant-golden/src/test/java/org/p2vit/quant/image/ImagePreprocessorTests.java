// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;

class ImagePreprocessorTests {
    private static final VitShape COLOUR = new VitShape(4, 6, 3, 2, 8, 1, 2, 8, 2);
    private static final VitShape GRAY = new VitShape(4, 4, 1, 2, 8, 1, 2, 8, 2);

    @Test
    void flattensPatchesByChannelRowAndColumn() {
        Normalization plain = new Normalization(List.of(0f, 0f, 0f), List.of(1 / 255f, 1 / 255f, 1 / 255f));
        FloatTensor patches = new ImagePreprocessor(COLOUR, Preprocess.crop(4, 6), plain).patches(numbered(6, 4));
        assertThat(patches.shape()).containsExactly(6, 12);
        // Sample = 72 at most: 3 * (6 y + x) + channel. Patch 4 is the second of the second row: x from 2, y from 2.
        int[] expected = {42, 45, 60, 63, 43, 46, 61, 64, 44, 47, 62, 65};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.round(patches.get(4, i))).as("value %d", i).isEqualTo(expected[i]);
        }
        assertThat(Math.round(patches.get(0, 0))).isZero();
        assertThat(Math.round(patches.get(5, 11))).isEqualTo(71);
    }

    @Test
    void normalizesEachChannelByItsOwnStatistics() {
        PixelImage white = PixelImage.of(6, 4, 3, filled(72, 255));
        FloatTensor patches =
                new ImagePreprocessor(COLOUR, Preprocess.crop(4, 6), Normalization.IMAGENET).patches(white);
        assertThat(patches.get(0, 0)).isEqualTo((1 - 0.485f) / 0.229f);
        assertThat(patches.get(0, 4)).isEqualTo((1 - 0.456f) / 0.224f);
        assertThat(patches.get(0, 8)).isEqualTo((1 - 0.406f) / 0.225f);
    }

    /** A margin of 1 starts at 0, of 2 and 3 at 1 and 2, of 5 at 2: half the margin, ties to even. */
    @ParameterizedTest
    @CsvSource({"6,0", "7,0", "8,1", "9,2", "10,2", "11,2", "12,3"})
    void cropsTheCentre(int width, int left) {
        PixelImage cropped = SizeStep.apply(Preprocess.crop(4, 6), numbered(width, 4));
        assertThat(cropped.width()).isEqualTo(6);
        assertThat(cropped.sample(0, 0, 0)).isEqualTo(3 * left);
    }

    /** As Hugging Face: half of the margin, rounded down. */
    @ParameterizedTest
    @CsvSource({"6,0", "7,0", "8,1", "9,1", "10,2", "11,2", "12,3", "13,3"})
    void cropsTheCentreRoundedDown(int width, int left) {
        PixelImage cropped = SizeStep.apply(Preprocess.parse("crop=4x6:floor"), numbered(width, 4));
        assertThat(cropped.sample(0, 0, 0)).isEqualTo(3 * left);
    }

    @Test
    void takesOnlyImagesOfTheSizeThatIsAskedFor() {
        Preprocess size = Preprocess.parse("size=4x6");
        assertThat(SizeStep.apply(size, numbered(6, 4))).isEqualTo(numbered(6, 4));
        assertThatThrownBy(() -> SizeStep.apply(size, numbered(7, 4)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("4 high and 7 wide, but the preprocessing size=4x6 takes no other size");
    }

    @Test
    void cropsTheCentreOfHighImages() {
        assertThat(SizeStep.apply(Preprocess.crop(4, 6), numbered(6, 7)).sample(0, 0, 0))
                .isEqualTo(3 * 6 * 2);
    }

    @Test
    void refusesToCropWhatIsTooSmall() {
        assertThatThrownBy(() -> SizeStep.apply(Preprocess.crop(4, 6), numbered(5, 4)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("5x4 pixels is too small to crop 6x4");
        assertThatThrownBy(() -> SizeStep.apply(Preprocess.crop(4, 6), numbered(6, 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("6x3");
    }

    /** For 36: the shorter side becomes 40. An edge between black and white half way stays half way. */
    @Test
    void scalesTheShorterSideThenCrops() {
        byte[] samples = new byte[100 * 20];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 100 < 50 ? 0 : 255);
        }
        PixelImage cropped = SizeStep.apply(Preprocess.resizeCrop(36, 36), PixelImage.of(100, 20, 1, samples));
        assertThat(cropped.width()).isEqualTo(36);
        assertThat(cropped.height()).isEqualTo(36);
        assertThat(cropped.sample(0, 0, 0)).isZero();
        assertThat(cropped.sample(14, 20, 0)).isZero();
        assertThat(cropped.sample(17, 20, 0)).isLessThan(128);
        assertThat(cropped.sample(18, 20, 0)).isGreaterThan(127);
        assertThat(cropped.sample(21, 35, 0)).isEqualTo(255);
    }

    /** By one factor for both sides, as timm's ResizeKeepRatio has it; a half is rounded to even. */
    @ParameterizedTest
    @CsvSource({
        "100, 67, 48x64, 48x72",
        "60, 200, 48x64, 213x64",
        "64, 48, 48x64, 48x64",
        "5, 2, 1x2, 1x2",
        "7, 2, 1x2, 1x4"
    })
    void coversAnInputThatIsNotSquare(int width, int height, String input, String scaled) {
        PixelImage image = numbered(width, height);
        Preprocess exact = Preprocess.parse("exact=" + scaled + ":bilinear,crop=" + input);
        assertThat(SizeStep.apply(Preprocess.parse("cover=" + input + ":bilinear,crop=" + input), image))
                .isEqualTo(SizeStep.apply(exact, image));
    }

    @Test
    void refusesToScaleAThread() {
        PixelImage thread = PixelImage.of(1_000_000, 1, 1, new byte[1_000_000]);
        assertThatThrownBy(() -> SizeStep.apply(Preprocess.resizeCrop(36, 36), thread))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1000000x1 pixels is too long");
    }

    @Test
    void followsTheMetadataOfACheckpoint() {
        Map<String, String> metadata = Map.of("image_mean", "0.5", "image_std", "0.25", "preprocess", "crop");
        ImagePreprocessor stated = ImagePreprocessor.of(GRAY, metadata);
        assertThat(stated.mode()).isEqualTo(Preprocess.crop(4, 4));
        assertThat(stated.normalization()).isEqualTo(new Normalization(List.of(0.5f), List.of(0.25f)));
        assertThat(ImagePreprocessor.of(GRAY, metadata, Optional.of("resize-crop"), false)
                        .mode())
                .isEqualTo(Preprocess.resizeCrop(4, 4));
        assertThat(ImagePreprocessor.of(COLOUR, Map.of()).report())
                .isEqualTo(new PixelReport(
                        "shorter=6:bicubic,crop=4x6",
                        "assumed, nothing states it",
                        List.of(0.485f, 0.456f, 0.406f),
                        List.of(0.229f, 0.224f, 0.225f),
                        "assumed, nothing states it"));
        assertThat(ImagePreprocessor.of(GRAY, Map.of()).report().text())
                .isEqualTo(
                        "shorter=4:bicubic,crop=4x4 (assumed, nothing states it), mean 0.5 and deviation 0.5 (assumed,"
                                + " nothing states it)");
    }

    @Test
    void refusesMalformedMetadata() {
        refused(Map.of("image_mean", "0.5"), "\"image_std\" of the metadata is missing");
        refused(Map.of("image_std", "0.5"), "\"image_mean\" of the metadata is missing");
        refused(Map.of("image_mean", "a", "image_std", "1"), "\"image_mean\" of the metadata is \"a\"");
        refused(Map.of("image_mean", "0.5", "image_std", "0"), "deviations [0.0] are out of bounds");
        refused(Map.of("image_mean", "NaN", "image_std", "1"), "means [NaN]");
        refused(Map.of("image_mean", "0,0", "image_std", "1"), "\"0,0\", 2 values, but the network has 1 channel");
        refused(Map.of("image_mean", "0", "image_std", "1", "preprocess", "squash"), "\"squash\" is unknown");
    }

    private static void refused(Map<String, String> metadata, String message) {
        assertThatThrownBy(() -> ImagePreprocessor.of(GRAY, metadata))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    /** Sample i in storage order has the value i, modulo 256. */
    private static PixelImage numbered(int width, int height) {
        byte[] samples = new byte[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) i;
        }
        return PixelImage.of(width, height, 3, samples);
    }

    private static byte[] filled(int size, int value) {
        byte[] samples = new byte[size];
        Arrays.fill(samples, (byte) value);
        return samples;
    }
}
