// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.cli.PretrainedData;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.image.ImageDecoder;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.PixelImage;
import org.p2vit.quant.model.Crop;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.ResizeFilter;
import org.p2vit.quant.model.VitShape;

/** What the drivers make of a picture is, byte by byte, the input that the golden model makes of it. */
@Tag("tools")
@Tag("fpga")
class DriverPictureTests {
    private static final List<AcceleratorConfig> CONFIGS =
            List.of(AcceleratorConfig.load("tiny"), AcceleratorConfig.load("kv260-shift"));
    private static final int NETWORKS = 125;
    private static final int PICTURES = 8;
    private static final int MOST_SIDE = 90;
    private static final int PHOTOGRAPHS = 20;
    private static final long SEED = 41;
    private static final PictureRequests RANDOM = random();

    @TempDir
    private Path folder;

    /** Every filter, crop and way to scale; sides from 1; noise, and pictures of the extremes alone, which overshoot. */
    @ParameterizedTest
    @EnumSource(Driver.class)
    void randomPicturesBecomeTheGoldenInputs(Driver driver) throws Exception {
        assertEqual(RANDOM, driver, NETWORKS * PICTURES);
    }

    private static PictureRequests random() {
        Random random = new Random(SEED);
        PictureRequests requests = new PictureRequests();
        for (int i = 0; i < NETWORKS; i++) {
            QuantizedVit network = network(shape(random), random);
            List<PixelImage> pictures = IntStream.range(0, PICTURES)
                    .mapToObj(j -> picture(random, network.input().preprocess(), MOST_SIDE, j))
                    .toList();
            requests.add(network, CONFIGS.get(i % CONFIGS.size()), pictures);
        }
        return requests;
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    @Tag("data")
    void photographsBecomeTheGoldenInputs(Driver driver) throws Exception {
        List<PixelImage> pictures = ImageFolder.images(PretrainedData.path("imagenet-calibration")).stream()
                .limit(PHOTOGRAPHS)
                .map(ImageDecoder::read)
                .toList();
        VitShape shape = new VitShape(224, 224, 3, 16, 16, 1, 1, 16, 2);
        List<Float> mean = List.of(0.485f, 0.456f, 0.406f);
        List<Float> std = List.of(0.229f, 0.224f, 0.225f);
        PictureRequests requests = new PictureRequests();
        Preprocess preprocess = Preprocess.resizeCrop(224, 224);
        requests.add(network(shape, new InputCoding(-5, mean, std, preprocess)), CONFIGS.get(1), pictures);
        assertEqual(requests, driver, PHOTOGRAPHS);
    }

    private void assertEqual(PictureRequests requests, Driver driver, int pictures) throws Exception {
        PictureRequests.Verdict verdict = requests.ask(program(driver), folder);
        assertThat(verdict.firstMismatch()).as("seed " + SEED).isEmpty();
        assertThat(verdict.pictures()).isEqualTo(pictures);
        assertThat(verdict.inputs()).as("not refused").isGreaterThan(pictures * 2 / 3);
    }

    private List<String> program(Driver driver) throws IOException {
        return switch (driver) {
            case C -> List.of(DriverProgram.link("driver_pictures.c", folder).toString());
            case PYTHON -> DriverProgram.python("driver_pictures.py");
        };
    }

    private static VitShape shape(Random random) {
        int patch = 1 + random.nextInt(5);
        int channels = random.nextInt(4) == 0 ? 1 : 3;
        return new VitShape(
                patch * (1 + random.nextInt(6)), patch * (2 + random.nextInt(5)), channels, patch, 16, 1, 1, 16, 2);
    }

    private static QuantizedVit network(VitShape shape, Random random) {
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int c = 0; c < shape.channels(); c++) {
            mean.add(random.nextFloat());
            std.add(0.05f + random.nextFloat());
        }
        Preprocess preprocess = Preprocess.parse(text(shape.imageHeight(), shape.imageWidth(), random));
        return network(shape, new InputCoding(-7 + random.nextInt(5), mean, std, preprocess));
    }

    private static QuantizedVit network(VitShape shape, InputCoding input) {
        QuantizedVit any = RandomQuantizedVit.of(shape, SEED);
        return new QuantizedVit(
                shape,
                input,
                any.attention(),
                any.patchEmbedding(),
                any.position(),
                any.blocks(),
                any.readout(),
                any.head(),
                any.exponents(),
                any.labels());
    }

    /** A way to come to a size. */
    private static String text(int height, int width, Random random) {
        String filter = ResizeFilter.values()[random.nextInt(ResizeFilter.values().length)].label();
        String crop = "crop=" + height + "x" + width + (random.nextBoolean() ? ":floor" : "");
        String larger = (height + random.nextInt(9)) + "x" + (width + 1 + random.nextInt(9));
        return switch (random.nextInt(9)) {
            case 0 -> "size=" + height + "x" + width;
            case 1 -> crop;
            case 2, 3 -> "exact=" + height + "x" + width + ":" + filter;
            case 4 -> "exact=" + larger + ":" + filter + "," + crop;
            case 5, 6 -> "shorter=" + (Math.max(height, width) + random.nextInt(9)) + ":" + filter + "," + crop;
            default -> cover(height, width, random) + ":" + filter + "," + crop;
        };
    }

    /** Its sides differ, otherwise it is another way. */
    private static String cover(int height, int width, Random random) {
        int high = height + random.nextInt(9);
        int wide = width + random.nextInt(9);
        return "cover=" + high + "x" + (wide == high ? wide + 1 : wide);
    }

    private static PixelImage picture(Random random, Preprocess preprocess, int most, int index) {
        boolean fitting = preprocess.resize().isEmpty() && index % 3 > 0;
        int spare = preprocess.crop() == Crop.NONE ? 1 : 9;
        int width = fitting ? preprocess.width() + random.nextInt(spare) : 1 + random.nextInt(most);
        int height = fitting ? preprocess.height() + random.nextInt(spare) : 1 + random.nextInt(most);
        byte[] rgb = new byte[3 * width * height];
        random.nextBytes(rgb);
        if (index % 4 == 0) {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (rgb[i] < 0 ? 0 : 255);
            }
        }
        return PixelImage.of(width, height, 3, rgb);
    }
}
