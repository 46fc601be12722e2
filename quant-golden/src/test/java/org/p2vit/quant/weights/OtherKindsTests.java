// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;

/** Files of other kinds are named, with what to do; their names do not matter. */
class OtherKindsTests {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "version https://git-lfs.github.com/spec/v1\\noid sha256:00\\nsize 22883352\\n; Git LFS pointer; git lfs pull",
                "/annex/objects/MD5E-s22883352--00.safetensors\\n; git-annex pointer; git annex get",
                "<!DOCTYPE html><html><head></head></html>; HTML page; /resolve/",
                "\\n  <HTML><body>404</body></HTML>; HTML page; /resolve/",
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>; XML text; download",
                "{\"weight_map\": {\"a\": \"b\"}}; JSON text; .safetensors.index.json",
                "GGUF\\u0003\\u0000\\u0000\\u0000\\u0001; GGUF file; save_pretrained"
            })
    void textsAreNamed(String text, String kind, String advice) throws IOException {
        String plain = text.replace("\\n", "\n")
                .replace("\\u0003", "\u0003")
                .replace("\\u0000", "\0")
                .replace("\\u0001", "\1");
        refused(plain.getBytes(StandardCharsets.UTF_8), kind, advice);
    }

    @ParameterizedTest
    @CsvSource({
        "80028a0a6cfc9c46f9206aa850192e, PyTorch pickle, torch.load",
        "80027d7100285805000000, PyTorch pickle, torch.load",
        "8004950a00000000000000, PyTorch pickle, torch.load",
        "894844460d0a1a0a00000000, HDF5, save_pretrained",
        "934e554d505901007600, NumPy array, numpy.load",
        "080712077079746f726368, ONNX, save_pretrained",
        "1c00000054464c3314002000, TensorFlow Lite, save_pretrained",
        "28b52ffd0458a50100, zstd, unpack",
        "fd377a585a000004, xz, unpack",
        "425a6839314159265359, bzip2, unpack",
        "89504e470d0a1a0a0000000d, picture, .safetensors",
        "ffd8ffe000104a464946, picture, .safetensors",
        "895032564954" + "0d0a06000000, quantized network of this project, float weights"
    })
    void binaryFilesAreNamed(String hex, String kind, String advice) throws IOException {
        refused(HexFormat.of().parseHex(hex), kind, advice);
    }

    @Test
    void archivesAreNamed() throws IOException {
        refused(zip("archive/data.pkl"), "a PyTorch pickle (zip)", "torch.load");
        refused(zip("weight.npy"), "NumPy archive", "numpy.load");
        refused(zip("model/config.json"), "a zip archive", "unpack");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new byte[100]);
        }
        refused(bytes.toByteArray(), "a gzip archive", "unpack");
        byte[] tar = new byte[512];
        System.arraycopy("model.safetensors".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 17);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        refused(tar, "a tar archive", "unpack");
    }

    @Test
    void anEmptyFileAndAFolderAreNamed() throws IOException {
        refused(new byte[0], "is empty", "again");
        assertThatThrownBy(() -> CheckpointReader.read(folder))
                .hasMessageContaining("is a folder; give the file in it, " + folder.resolve("model.safetensors"));
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> CheckpointReader.read(folder)).hasMessageContaining("none in it");
        Files.write(folder.resolve("other.safetensors"), new byte[0]);
        assertThatThrownBy(() -> CheckpointReader.read(folder)).hasMessageContaining("such as");
    }

    private static byte[] zip(String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(new byte[10]);
        }
        return bytes.toByteArray();
    }

    private void refused(byte[] content, String kind, String advice) throws IOException {
        Path file = Files.write(folder.resolve("model.safetensors"), content);
        assertThatThrownBy(() -> CheckpointReader.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(kind)
                .hasMessageContaining(advice);
    }
}
