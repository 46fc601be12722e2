// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class GlyphSetTests {
    private static final int CLASSES = GlyphRenderer.labels().size();

    @Test
    void classesTakeTurns() {
        List<Integer> labels =
                new GlyphSet(9, 2 * CLASSES).images().map(GlyphImage::label).toList();

        assertThat(labels.subList(0, CLASSES))
                .isEqualTo(IntStream.range(0, CLASSES).boxed().toList())
                .isEqualTo(labels.subList(CLASSES, 2 * CLASSES));
    }

    @Test
    void setsOfDifferentPurposeShareNoImage() {
        List<GlyphSet> sets = LongStream.of(
                        GlyphSet.TRAINING_SEED,
                        GlyphSet.VALIDATION_SEED,
                        GlyphSet.CALIBRATION_SEED,
                        GlyphSet.EVALUATION_SEED)
                .mapToObj(seed -> new GlyphSet(seed, 100))
                .toList();

        Set<ByteBuffer> distinct = sets.stream()
                .flatMap(GlyphSet::images)
                .map(image -> ByteBuffer.wrap(image.rgb()))
                .collect(Collectors.toSet());

        assertThat(distinct).hasSize(100 * sets.size());
    }

    @Test
    void exportsPicturesAndTheirTable(@TempDir Path folder) throws IOException {
        GlyphSet set = new GlyphSet(5, CLASSES + 1);
        Path target = folder.resolve("new/glyphs");

        set.export(target);

        List<String> table = Files.readAllLines(target.resolve(GlyphSet.LABEL_FILE));
        assertThat(table).hasSize(CLASSES + 2).startsWith("file,label").contains("glyph-00010.png,10");
        for (int i = 0; i < set.size(); i++) {
            String[] row = table.get(i + 1).split(",");
            assertThat(Integer.parseInt(row[1])).isEqualTo(set.image(i).label());
            assertThat(pixels(ImageIO.read(target.resolve(row[0]).toFile())))
                    .isEqualTo(pixels(set.image(i).toBufferedImage()));
        }
    }

    @Test
    void pixelsKeepTheirPlaceAndChannel() {
        byte[] rgb = new byte[3 * GlyphRenderer.SIZE * GlyphRenderer.SIZE];
        int pixel = 2 * GlyphRenderer.SIZE + 7;
        rgb[3 * pixel] = (byte) 0xab;
        rgb[3 * pixel + 1] = (byte) 0x12;
        rgb[3 * pixel + 2] = (byte) 0xff;

        assertThat(new GlyphImage(0, rgb).toBufferedImage().getRGB(7, 2)).isEqualTo(0xffab12ff);
    }

    @Test
    void anEmptySetIsRefused() {
        assertThatThrownBy(() -> new GlyphSet(1, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 images");
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
