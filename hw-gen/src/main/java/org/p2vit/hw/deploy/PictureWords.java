// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.compiler.Program;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Resize;
import org.p2vit.quant.model.ResizeFilter;
import org.p2vit.quant.model.VitShape;

/** The words of a {@link ProgramImage} that say how a picture becomes an input; what a host does with them is {@code preprocessing.md}. */
final class PictureWords {
    /** Values of an 8-bit sample, each of which has a code. */
    static final int SAMPLES = 256;

    private static final int EACH_SIDE = 1;
    private static final int PROPORTIONAL = 2;

    private PictureWords() {}

    static Map<ImageWord, Integer> of(QuantizedVit network, Program program) {
        VitShape shape = network.shape();
        Preprocess preprocess = network.input().preprocess();
        Optional<Resize> resize = preprocess.resize();
        Map<ImageWord, Integer> words = new EnumMap<>(ImageWord.class);
        words.put(ImageWord.IMAGE_HEIGHT, shape.imageHeight());
        words.put(ImageWord.IMAGE_WIDTH, shape.imageWidth());
        words.put(ImageWord.CHANNELS, shape.channels());
        words.put(ImageWord.PATCH, shape.patch());
        words.put(ImageWord.TOKEN_ROWS, program.tokenTile());
        words.put(ImageWord.WORD_BYTES, program.word());
        words.put(ImageWord.EXIF_ROTATION, preprocess.exifRotation() ? 1 : 0);
        words.put(ImageWord.RESIZE, resize.map(PictureWords::kind).orElse(0));
        words.put(ImageWord.RESIZE_HEIGHT, resize.map(Resize::height).orElse(0));
        words.put(ImageWord.RESIZE_WIDTH, resize.map(Resize::width).orElse(0));
        words.put(
                ImageWord.FILTER,
                resize.map(Resize::filter).map(ResizeFilter::pillowNumber).orElse(0));
        words.put(
                ImageWord.CROP,
                switch (preprocess.crop()) {
                    case NONE -> 0;
                    case CENTRE -> 1;
                    case CENTRE_FLOOR -> 2;
                });
        words.put(ImageWord.CHANNEL_BYTES, SAMPLES);
        return words;
    }

    private static int kind(Resize resize) {
        return resize.keepsProportions() ? PROPORTIONAL : EACH_SIDE;
    }
}
