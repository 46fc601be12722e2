// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Kinds of files that are given where weights are expected, recognised by how they begin, and what to do with each. */
public enum FileKind {
    LFS_POINTER(
            "a Git LFS pointer, a few lines of text in place of the file",
            "fetch the file itself with git lfs pull",
            "text:version https://git-lfs"),
    ANNEX_POINTER(
            "a git-annex pointer, a line of text in place of the file",
            "fetch the file itself with git annex get",
            "text:/annex/objects/",
            "text:../.git/annex/"),
    HTML(
            "an HTML page, perhaps what a server said instead of sending the file",
            "download the file itself; on Hugging Face its address has /resolve/ in it, not /blob/",
            "text:<!doctype html",
            "text:<html"),
    XML("an XML text, perhaps a server's error message", "download the file itself", "text:<?xml", "text:<error"),
    TORCH_ZIP("a PyTorch pickle (zip)", Advice.TORCH, "torch:"),
    TORCH_LEGACY("a PyTorch pickle of the older kind", Advice.TORCH, "hex:8002", "hex:8003", "hex:8004", "hex:8005"),
    NUMPY_ZIP("a NumPy archive (npz)", Advice.NUMPY, "npz:"),
    ZIP("a zip archive", "unpack it and give the .safetensors file in it", "hex:504b0304", "hex:504b0506"),
    NUMPY("a NumPy array (npy)", Advice.NUMPY, "hex:934e554d5059"),
    GGUF("a GGUF file, for llama.cpp", Advice.ORIGINAL, "hex:47475546"),
    GGML("a GGML file", Advice.ORIGINAL, "hex:6c6d6767", "hex:746a6767", "hex:666d6767"),
    HDF5("an HDF5 file, as Keras writes it", Advice.ORIGINAL, "hex:894844460d0a1a0a"),
    TFLITE("a TensorFlow Lite model", Advice.ORIGINAL, "tflite:"),
    ONNX("an ONNX model", Advice.ORIGINAL, "onnx:"),
    GZIP("a gzip archive", "unpack it and give the .safetensors file in it", "hex:1f8b"),
    BZIP2("a bzip2 archive", "unpack it and give the .safetensors file in it", "hex:425a68"),
    XZ("an xz archive", "unpack it and give the .safetensors file in it", "hex:fd377a585a00"),
    ZSTD("a zstd archive", "unpack it and give the .safetensors file in it", "hex:28b52ffd"),
    SEVEN_ZIP("a 7z archive", "unpack it and give the .safetensors file in it", "hex:377abcaf271c"),
    TAR("a tar archive", "unpack it and give the .safetensors file in it", "tar:"),
    PNG("a picture (PNG)", Advice.WEIGHTS, "hex:89504e470d0a1a0a"),
    JPEG("a picture (JPEG)", Advice.WEIGHTS, "hex:ffd8ff"),
    BUNDLE("a quantized network of this project", "give the float weights that it was made from", "hex:895032564954"),
    JSON("JSON text", "give the .safetensors file; its index is a file *.safetensors.index.json", "text:{", "text:[");

    private static final int LOOKED_AT = 512;

    private final String description;
    private final String advice;
    private final String[] beginnings;

    FileKind(String description, String advice, String... beginnings) {
        this.description = description;
        this.advice = advice;
        this.beginnings = beginnings;
    }

    /** What it is, with its article: {@code a PyTorch pickle (zip)}. */
    public String description() {
        return description;
    }

    /** What to do, as the second half of a sentence. */
    public String advice() {
        return advice;
    }

    /** The kind of a file, if it is one of these. */
    public static Optional<FileKind> of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LOOKED_AT);
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> Arrays.stream(kind.beginnings).anyMatch(one -> begins(start, name, one)))
                .findFirst();
    }

    private static boolean begins(byte[] start, String name, String beginning) {
        String latin = new String(start, StandardCharsets.ISO_8859_1);
        int colon = beginning.indexOf(':');
        String rest = beginning.substring(colon + 1);
        boolean zip = latin.startsWith("PK\u0003\u0004");
        return switch (beginning.substring(0, colon)) {
            case "hex" -> HexFormat.of().formatHex(start).startsWith(rest);
            case "text" ->
                latin.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "")
                        .toLowerCase(Locale.ROOT)
                        .startsWith(rest);
            // The first entry of PyTorch's archives is NAME/data.pkl, of NumPy's an array.
            case "torch" -> zip && (latin.contains("/data.pkl") || name.matches(".*\\.(bin|pth?|ckpt)"));
            case "npz" -> zip && latin.contains(".npy");
            case "tflite" -> latin.startsWith("TFL3", 4);
            case "tar" -> latin.startsWith("ustar", 257);
            // Protocol buffers have no magic: the version of the format, then who made it, both short.
            case "onnx" ->
                start.length > 4
                        && start[0] == 8
                        && start[1] > 0
                        && start[1] < 32
                        && (start[2] == 0x12 || name.endsWith(".onnx"));
            default -> throw new IllegalArgumentException(beginning);
        };
    }

    /** Sentences of several kinds. */
    private static final class Advice {
        static final String TORCH = "convert it in Python, for example with"
                + " safetensors.torch.save_file(torch.load(FILE, map_location=\"cpu\", weights_only=True),"
                + " \"model.safetensors\")";
        static final String NUMPY = "convert it in Python, for example with"
                + " safetensors.numpy.save_file(dict(numpy.load(FILE)), \"model.safetensors\")";
        static final String ORIGINAL = "give the network's float weights as the .safetensors file that timm or"
                + " transformers saves (save_pretrained)";
        static final String WEIGHTS = "give the network's weights, a .safetensors file";
    }
}
