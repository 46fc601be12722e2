// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.run.ExitCode;

/** What users get wrong, seen from the command line: one sentence with the file, exit code 3, no stack trace. */
class MalformedInputTests {
    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 2);
    }

    @Test
    void weightsOfAnotherType() throws IOException {
        String whole = Files.readString(files.model(), StandardCharsets.ISO_8859_1);
        Files.writeString(files.model(), whole.replaceFirst("\"F32\"", "\"I32\""), StandardCharsets.ISO_8859_1);
        refused("I32", files.model().toString());
    }

    @Test
    void weightsThatAreNotFinite() throws IOException {
        byte[] bytes = Files.readAllBytes(files.model());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(files.model(), bytes);
        refused("NaN or infinite", files.model().toString());
    }

    @Test
    void missingTensor() throws IOException {
        new NetworkFiles(folder).checkpoint(NetworkFiles.SMALL, "norm.bias");
        refused("\"norm.bias\" is missing");
    }

    @Test
    void truncatedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(files.model());
        Files.write(files.model(), Arrays.copyOf(bytes, bytes.length / 2));
        refused(files.model().toString());
    }

    @Test
    void emptyCalibrationFolder() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        files = new TrainedFiles(folder, files.model(), empty);
        refused(empty + " holds no images");
    }

    @Test
    void picturesOfPrintAreReadAsColourOnes() throws IOException {
        Path file = files.images().resolve("print.jpg");
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 32, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        assertThat(quantize().exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void grayImagesAreReadAsColourOnes() throws IOException {
        ImageIO.write(
                new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                files.images().resolve("gray.png").toFile());
        assertThat(quantize().exitCode()).isEqualTo(ExitCode.OK);
    }

    private void refused(String... message) {
        quantize().assertRefused(message);
        assertThat(folder.resolve("out.p2vit")).doesNotExist();
    }

    private CliRun quantize() {
        return files.run("quantize", "--compare", 1, "--output", folder.resolve("out.p2vit"));
    }
}
