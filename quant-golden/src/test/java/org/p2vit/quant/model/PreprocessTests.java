// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

class PreprocessTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=224x224",
                "size=1x65535",
                "crop=224x192",
                "crop=224x224:floor",
                "exact=224x224:bilinear",
                "exact=256x300:nearest,crop=224x224",
                "exact=224x224:lanczos,crop=224x224:floor",
                "shorter=248:bicubic,crop=224x224",
                "shorter=224:box,crop=1x224:floor",
                "cover=248x373:bilinear,crop=224x336",
                "exif,cover=8x9:box,crop=8x1:floor",
                "exif,shorter=256:hamming,crop=224x224",
                "exif,size=8x8"
            })
    void aTextIsReadBackAsItself(String text) {
        assertThat(Preprocess.parse(text).text()).isEqualTo(text);
        assertThat(Preprocess.parse(text)).isEqualTo(Preprocess.parse(text));
    }

    @Test
    void theTextSaysEveryField() {
        assertThat(Preprocess.parse("exif,shorter=40:box,crop=36x24:floor"))
                .isEqualTo(new Preprocess(
                        true, Optional.of(Resize.shorter(40, ResizeFilter.BOX)), Crop.CENTRE_FLOOR, 36, 24));
        assertThat(Preprocess.parse("exact=36x24:nearest"))
                .isEqualTo(new Preprocess(
                        false, Optional.of(Resize.exact(36, 24, ResizeFilter.NEAREST)), Crop.NONE, 36, 24));
    }

    /** All that is not canonical is unknown: another order, case, zero, space or filter, and the words of command lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "banana",
                "crop",
                "resize-crop",
                "exif",
                "exif,",
                "exif,exif,size=8x8",
                "size=08x8",
                "size=0x8",
                "size=8",
                "size=8x8,crop=8x8",
                "size=8x8:floor",
                "Crop=8x8",
                "crop=8x8 ",
                " crop=8x8",
                "crop=8X8",
                "crop=+8x8",
                "crop=8x8:ceil",
                "crop=8x8,exif",
                "crop=8x8,exact=8x8:box",
                "exact=8x8",
                "exact=8x8:box,",
                "exact=8x8:cubic",
                "exact=8x8:box,size=8x8",
                "shorter=9:box,crop=8x8,crop=8x8",
                "shorter=9:box,shorter=9:box,crop=8x8",
                "shorter=9:BOX,crop=8x8",
                "cover=9x9:box,crop=8x8",
                "cover=9:box,crop=8x8",
                "crop=8x8\n",
                "crop=٨x8"
            })
    void whatIsNotCanonicalIsUnknown(String text) {
        refused("Preprocessing \"" + text + "\" is unknown; write size=HxW, crop=HxW", () -> Preprocess.parse(text));
    }

    @Test
    void sizesMustFit() {
        refused("does not always have 224x224 pixels; add a crop", () -> Preprocess.parse("shorter=224:box"));
        refused("A crop of 224x224 does not fit", () -> Preprocess.parse("shorter=223:bicubic,crop=224x224"));
        refused("does not always have 8x9 pixels; add a crop", () -> Preprocess.parse("cover=8x9:box"));
        refused("A crop of 9x8 does not fit", () -> Preprocess.parse("cover=8x9:box,crop=9x8"));
        refused("A crop of 9x8 does not fit", () -> Preprocess.parse("exact=8x8:bicubic,crop=9x8"));
        refused("is 65536", () -> Preprocess.parse("size=65536x1"));
        refused("The number of pixels", () -> Preprocess.parse("size=10001x10000"));
        refused("The number of pixels to resize to", () -> Preprocess.parse("exact=65535x65535:box,crop=8x8"));
    }

    /** 10/9 of 36 is 40; of 224 it is 248.9. */
    @ParameterizedTest
    @CsvSource({
        "crop, 36, 24, crop=36x24",
        "resize-crop, 36, 24, 'shorter=40:bicubic,crop=36x24'",
        "resize-crop, 224, 224, 'shorter=248:bicubic,crop=224x224'",
        "'exif,resize-crop', 24, 36, 'exif,shorter=40:bicubic,crop=24x36'",
        "'exact=8x6:bilinear', 8, 6, exact=8x6:bilinear",
        "size, 8, 6, size=8x6",
        "crop-pct=0.9:bicubic, 224, 224, 'shorter=248:bicubic,crop=224x224'",
        "crop-pct=1:box, 8, 8, 'shorter=8:box,crop=8x8'",
        "crop-pct=0.9:bicubic, 224, 336, 'cover=248x373:bilinear,crop=224x336'",
        "crop-pct=0.99:bicubic, 101, 102, 'cover=102x103:bilinear,crop=101x102'",
        "crop-pct=0.4:box, 1, 2, 'cover=2x5:bilinear,crop=1x2'",
        "squash=0.5:bilinear, 8, 6, 'exact=16x12:bilinear,crop=8x6'",
        "'exif,squash=0.95:bicubic', 224, 224, 'exif,exact=235x235:bicubic,crop=224x224'"
    })
    void wordsOfTheCommandLineMeanAValue(String word, int height, int width, String text) {
        assertThat(PreprocessWords.read(word, height, width).text()).isEqualTo(text);
    }

    @Test
    void theResultMustHaveTheSizeOfTheInput() {
        refused(
                "The preprocessing crop=224x224 ends in 224x224 pixels, but the network takes 224x192",
                () -> PreprocessWords.read("crop=224x224", 224, 192));
        refused("Preprocessing \"exif,stretch\" is unknown", () -> PreprocessWords.read("exif,stretch", 8, 8));
    }

    /** resize-crop is timm's crop_pct of 0.9 for every square input: the quotient of doubles is never rounded up to a whole number. */
    @Test
    void resizeCropIsTimmsUsualShare() {
        for (int side = 1; side <= 4096; side++) {
            assertThat(PreprocessWords.read("crop-pct=0.9:bicubic", side, side))
                    .isEqualTo(Preprocess.resizeCrop(side, side));
        }
    }

    @Test
    void sharesHaveBounds() {
        refused("has the share 0; write one from 0.01 to 1", () -> PreprocessWords.read("crop-pct=0:box", 8, 8));
        refused("has the share 1.5", () -> PreprocessWords.read("squash=1.5:box", 8, 8));
        refused("is unknown", () -> PreprocessWords.read("crop-pct=5:box", 8, 8));
        refused("is unknown", () -> PreprocessWords.read("crop-pct=NaN:box", 8, 8));
        refused("is unknown", () -> PreprocessWords.read("crop-pct=0.9", 8, 8));
    }

    private static void refused(String message, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
