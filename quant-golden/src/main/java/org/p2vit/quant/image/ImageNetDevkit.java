// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.p2vit.quant.InvalidInputException;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * Which class each validation image of ImageNet (ILSVRC 2012) has, from the development kit as it is downloaded. Line N of
 * its ground truth has the kit's own number of the class of image N; its {@code meta.mat} has the WordNet name of that
 * number. The index that networks know the class by is the place of this name among those of all classes, sorted.
 */
final class ImageNetDevkit {
    static final String TRUTH = "ILSVRC2012_validation_ground_truth.txt";
    private static final String META = "meta.mat";
    private static final Pattern IMAGE =
            Pattern.compile("ILSVRC2012_val_(\\d{8})\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE);

    /** Of a kit's part; the real ones have 100 KB. */
    private static final int MOST_BYTES = 1 << 24;

    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private final Path file;
    /** Index of the class of image n + 1. */
    private final List<Integer> labels;

    private final int classes;

    private ImageNetDevkit(Path file, List<Integer> labels, int classes) {
        this.file = file;
        this.labels = labels;
        this.classes = classes;
    }

    /** Whether a file is the packed kit, or its ground truth. */
    static boolean isOne(Path file) {
        if (file.getFileName().toString().equals(TRUTH)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(GZIP.length), GZIP);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * @param file the packed kit ({@code .tar.gz}), or the ground truth with {@code meta.mat} beside it
     * @throws InvalidInputException naming the file and what is wrong
     */
    static ImageNetDevkit read(Path file) {
        try {
            Map<String, byte[]> parts = file.getFileName().toString().equals(TRUTH) ? beside(file) : packed(file);
            for (String part : List.of(TRUTH, META)) {
                if (!parts.containsKey(part)) {
                    throw new InvalidInputException(file + " has no " + part
                            + "; the development kit of ILSVRC 2012 (tasks 1 and 2) has it, or give a file with a line"
                            + " FILE,LABEL for each image.");
                }
            }
            Map<Integer, Integer> indices = indices(file, parts.get(META));
            List<Integer> labels = new String(parts.get(TRUTH), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> index(file, line.strip(), indices))
                    .toList();
            return new ImageNetDevkit(file, labels, indices.size());
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + "; get the whole file.", e);
        }
    }

    private static Map<String, byte[]> beside(Path file) throws IOException {
        Path meta = file.resolveSibling(META);
        return Files.exists(meta)
                ? Map.of(TRUTH, Files.readAllBytes(file), META, Files.readAllBytes(meta))
                : Map.of(TRUTH, Files.readAllBytes(file));
    }

    private static Map<String, byte[]> packed(Path file) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && (name.equals(TRUTH) || name.equals(META))) {
                    parts.put(name, tar.readNBytes(MOST_BYTES));
                }
            }
        }
        return parts;
    }

    /** Index of the class for each number of the kit. Numbers of groups of classes are left out. */
    private static Map<Integer, Integer> indices(Path file, byte[] meta) {
        Map<Integer, String> names = new HashMap<>();
        try {
            Struct synsets = Mat5.newReader(Sources.wrap(meta)).readMat().getStruct("synsets");
            for (int i = 0; i < synsets.getNumElements(); i++) {
                if (synsets.getMatrix("num_children", i).getInt(0) == 0) {
                    names.put(
                            synsets.getMatrix("ILSVRC2012_ID", i).getInt(0),
                            synsets.getChar("WNID", i).getString());
                }
            }
        } catch (IOException | RuntimeException e) {
            // The library answers files of other content with any of these.
            throw new InvalidInputException(file + ": " + META + " has no classes (" + e.getMessage() + ").", e);
        }
        List<Integer> sorted =
                names.keySet().stream().sorted(Comparator.comparing(names::get)).toList();
        Map<Integer, Integer> indices = new HashMap<>();
        IntStream.range(0, sorted.size()).forEach(index -> indices.put(sorted.get(index), index));
        return indices;
    }

    private static int index(Path file, String number, Map<Integer, Integer> indices) {
        Integer index = number.matches("\\d{1,9}") ? indices.get(Integer.valueOf(number)) : null;
        if (index == null) {
            throw new InvalidInputException(file + ": the ground truth has the class \"" + number + "\", which " + META
                    + " does not have; get the whole kit.");
        }
        return index;
    }

    /**
     * @param images validation images by their names, all or some
     * @param networkClasses of the network
     * @throws InvalidInputException naming an image that is none, or if the network has other classes
     */
    List<ImageFolder.Labelled> label(List<Path> images, int networkClasses) {
        if (classes != networkClasses) {
            throw new InvalidInputException(file + " has " + classes + " classes, and the network has " + networkClasses
                    + "; give a file with a line FILE,LABEL for each image.");
        }
        return images.stream().map(this::labelled).toList();
    }

    private ImageFolder.Labelled labelled(Path image) {
        Matcher name = IMAGE.matcher(Objects.toString(image.getFileName()));
        int number = name.matches() ? Integer.parseInt(name.group(1)) : 0;
        if (number < 1 || number > labels.size()) {
            throw new InvalidInputException(
                    image + " is no image of " + file + ", which knows ILSVRC2012_val_00000001.JPEG" + " to number "
                            + labels.size() + "; take it away or list the images in a file of labels.");
        }
        return new ImageFolder.Labelled(image, labels.get(number - 1));
    }
}
