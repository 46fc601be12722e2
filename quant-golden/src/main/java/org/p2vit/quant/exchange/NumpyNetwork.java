// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.bundle.BundleArray;
import org.p2vit.quant.bundle.ElementKind;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.QuantizedVit;

/**
 * A quantized network as a NumPy archive, {@code .npz}: the arrays of its bundle under their names, its header as a text, its
 * version. Nothing is lost; what is read back has the bundle that was written. {@code quant-golden/doc/exchange.md} describes it.
 */
public final class NumpyNetwork {
    static final String VERSION = "version";
    static final String HEADER = "header";

    private static final String INT32 = "<i4";

    private NumpyNetwork() {}

    /**
     * Writes the archive, whole or not at all. The same network gives the same bytes.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(QuantizedVit vit, Path file) {
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        byte[] version = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(QuantizedBundle.VERSION)
                .array();
        arrays.put(VERSION, new NumpyArray(INT32, List.of(), version));
        arrays.put(HEADER, NumpyArray.text(QuantizedBundle.headerText(vit)));
        Map<String, List<Integer>> shapes = shapes(vit);
        for (BundleArray array : QuantizedBundle.arrays(vit)) {
            byte[] content =
                    array.kind() == ElementKind.I4 ? Int4Codes.unpack(array.content(), array.count()) : array.content();
            arrays.put(array.name(), new NumpyArray(type(array.kind()), shapes.get(array.name()), content));
        }
        try {
            NumpyArchive.write(arrays, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws InvalidInputException naming the file, the array and the reason if it is no such archive */
    public static QuantizedVit read(Path file) {
        try (NumpyArchive archive = NumpyArchive.open(file)) {
            return read(archive);
        } catch (IOException e) {
            throw new InvalidInputException("The archive " + file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (InvalidInputException e) {
            String reason = e.getMessage();
            throw new InvalidInputException(
                    "The archive " + file + " is refused: " + reason + (reason.endsWith(".") ? "" : "."), e);
        }
    }

    private static QuantizedVit read(NumpyArchive archive) {
        requireVersion(archive.array(VERSION, Integer.BYTES));
        NumpyArray header = archive.array(HEADER, QuantizedBundle.MAX_HEADER_BYTES * (long) Integer.BYTES);
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        QuantizedVit vit = QuantizedBundle.assemble(header.text(), (name, kind, count) -> {
            long bytes = kind == ElementKind.I4 ? count : kind.bytes(count);
            NumpyArray array = archive.array(name, bytes);
            require(
                    array.type().equals(type(kind)),
                    "array " + name + " has the type " + array.type() + "; " + type(kind) + " is needed");
            require(
                    array.content().length == bytes,
                    "array " + name + " has " + array.content().length + " bytes; " + bytes + " are needed");
            found.put(name, array.shape());
            return kind == ElementKind.I4 ? Int4Codes.pack(name, array.content()) : array.content();
        });
        shapes(vit)
                .forEach((name, shape) -> require(
                        shape.equals(found.get(name)),
                        "array " + name + " has the shape " + found.get(name) + "; " + shape + " is needed"));
        Set<String> unknown = new TreeSet<>(archive.names());
        unknown.removeAll(found.keySet());
        unknown.removeAll(Set.of(VERSION, HEADER));
        require(unknown.isEmpty(), "its header does not list the arrays " + unknown + "; leave them out");
        return vit;
    }

    private static void requireVersion(NumpyArray array) {
        require(
                array.type().equals(INT32) && array.content().length == Integer.BYTES,
                VERSION + " is no number of 32 bits");
        int version =
                ByteBuffer.wrap(array.content()).order(ByteOrder.LITTLE_ENDIAN).getInt();
        require(
                version == QuantizedBundle.VERSION,
                "it is of version " + version + "; this program reads version " + QuantizedBundle.VERSION
                        + ", quantize the network again");
    }

    /** Weights are outputs × inputs, the position embedding is tokens × dim; all else is a list. */
    private static Map<String, List<Integer>> shapes(QuantizedVit vit) {
        List<BundleArray> arrays = QuantizedBundle.arrays(vit);
        Map<String, Integer> counts = arrays.stream().collect(Collectors.toMap(BundleArray::name, BundleArray::count));
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        for (BundleArray array : arrays) {
            int rows = array.name().endsWith(".weights")
                    ? counts.get(array.name().replace(".weights", ".bias"))
                    : array.name().equals("position") ? vit.shape().tokens() : 0;
            shapes.put(array.name(), rows == 0 ? List.of(array.count()) : List.of(rows, array.count() / rows));
        }
        return shapes;
    }

    private static String type(ElementKind kind) {
        return switch (kind) {
            case I4, I8 -> "|i1";
            case I16 -> "<i2";
            case I32 -> INT32;
            case F32 -> "<f4";
        };
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new InvalidInputException(message);
        }
    }
}
