// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.TarBytes;

/**
 * ImageNet as it is downloaded, in small. {@code meta.mat} was written by SciPy: the kit's classes 1, 2, 3 are n03, n01, n02
 * of WordNet, so that networks know them as 2, 0, 1; its 4, n00, is the group of all.
 */
class LabelledImagesTests {
    private static final byte[] TRUTH = "3\n1\n2\n2\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private Path tar;

    private static String name(int number) {
        return "ILSVRC2012_val_0000000" + number + ".JPEG";
    }

    private static byte[] meta() throws IOException {
        try (InputStream in = LabelledImagesTests.class.getResourceAsStream("meta.mat")) {
            return in.readAllBytes();
        }
    }

    @BeforeEach
    void pack() throws IOException {
        TarBytes images = new TarBytes();
        for (int number : new int[] {2, 1, 4, 3}) {
            images.file(name(number), new byte[] {(byte) number});
        }
        tar = Files.write(
                folder.resolve("ILSVRC2012_img_val.tar"),
                images.file("notes.txt", new byte[1]).end());
    }

    private Path kit(TarBytes parts) throws IOException {
        Path kit = folder.resolve("ILSVRC2012_devkit_t12.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(kit))) {
            out.write(parts.end());
        }
        return kit;
    }

    private List<ImageFolder.Labelled> expected() {
        return List.of(
                new ImageFolder.Labelled(tar.resolve(name(1)), 1),
                new ImageFolder.Labelled(tar.resolve(name(2)), 2),
                new ImageFolder.Labelled(tar.resolve(name(3)), 0),
                new ImageFolder.Labelled(tar.resolve(name(4)), 0));
    }

    @Test
    void theTarOfImagesAndThePackedKit() throws IOException {
        Path kit = kit(new TarBytes()
                .file("ILSVRC2012_devkit_t12/data/" + ImageNetDevkit.TRUTH, TRUTH)
                .file("ILSVRC2012_devkit_t12/data/meta.mat", meta()));
        LabelledImages images = new LabelledImages(tar, Optional.of(kit));
        assertThat(images.read(3, List.of())).isEqualTo(expected());
        assertThat(images.listing().leftOut()).isEqualTo(Map.of(".txt", 1));
        assertThat(images.unlabelled(expected().subList(1, 4))).isOne();
        assertThatThrownBy(() -> images.read(1000, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("3 classes", "1000");
    }

    @Test
    void theUnpackedKitAndAFolderOfSomeImages() throws IOException {
        Path truth = Files.write(folder.resolve(ImageNetDevkit.TRUTH), TRUTH);
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.of(truth)).read(3, List.of()))
                .hasMessageContaining("meta.mat");
        Files.write(folder.resolve("meta.mat"), meta());
        assertThat(new LabelledImages(tar, Optional.of(truth)).read(3, List.of()))
                .isEqualTo(expected());
        Path some = Files.createDirectory(folder.resolve("some"));
        Path image = Files.createFile(some.resolve("ILSVRC2012_val_00000002.jpg"));
        LabelledImages images = new LabelledImages(some, Optional.of(truth));
        assertThat(images.read(3, List.of())).containsExactly(new ImageFolder.Labelled(image, 2));
        Files.createFile(some.resolve("ILSVRC2012_val_00000005.jpg"));
        assertThatThrownBy(() -> images.read(3, List.of())).hasMessageContainingAll("00000005", "number 4");
    }

    @Test
    void aKitWithoutItsPartsOrWithOtherNumbersIsRefused() throws IOException {
        Path empty = kit(new TarBytes().file("readme.txt", TRUTH));
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.of(empty)).read(3, List.of()))
                .hasMessageContainingAll(ImageNetDevkit.TRUTH, "FILE,LABEL");
        Path group = kit(new TarBytes()
                .file(ImageNetDevkit.TRUTH, "4\n".getBytes(StandardCharsets.US_ASCII))
                .file("meta.mat", meta()));
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.of(group)).read(3, List.of()))
                .hasMessageContaining("\"4\"");
        Path broken = kit(new TarBytes().file(ImageNetDevkit.TRUTH, TRUTH).file("meta.mat", new byte[500]));
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.of(broken)).read(3, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("meta.mat");
    }

    @Test
    void aTarWithAListOfLabelsAndOneWithoutAny() throws IOException {
        Path list = Files.writeString(folder.resolve("list.csv"), name(3) + ",2\n" + name(1) + ",0\n");
        assertThat(new LabelledImages(tar, Optional.of(list)).read(3, List.of()))
                .containsExactly(
                        new ImageFolder.Labelled(tar.resolve(name(3)), 2),
                        new ImageFolder.Labelled(tar.resolve(name(1)), 0));
        Files.writeString(list, name(3) + ",2\n" + name(9) + ",0\n");
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.of(list)).read(3, List.of()))
                .hasMessageContainingAll("1 of 2", name(9));
        assertThatThrownBy(() -> new LabelledImages(tar, Optional.empty()).read(3, List.of()))
                .hasMessageContainingAll("ILSVRC2012_img_val.tar", "--labels");
    }
}
