// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.storage.BoundedFile;

/**
 * Reads which class each image has, from UTF-8 text with or without a byte order mark: one image per line, its file name and its
 * label, separated by a tab; in a line without tabs by a comma, in one without commas by a semicolon with a label behind it or by a
 * space. The name may have separators in it, or the label: of several places the first counts behind which a label stands. Either may
 * stand in double quotes, with a quote inside written twice. A first line of column names ({@code file,label}), empty lines and lines
 * that begin with {@code #} are passed over. A label is
 * the index of a class from 0, or its name if the names are known and no two classes share it.
 *
 * <p>Names are relative to the folder of the images and stay inside it; two that mean the same file ({@code a.jpg} and {@code
 * ./a.jpg}) are an error.
 */
public final class LabelFile {
    private static final char SEMICOLON = ';';
    private static final String SEPARATORS = "\t," + SEMICOLON + " ";

    /** Names that the two columns have in the files of data sets. */
    private static final Pattern HEADER = Pattern.compile(
            "\"?(file|file_?name|file_?path|image|image_?name|path)\"?\\s*[\t,; ]\\s*\"?(labels?|class|class_?id|target)\"?",
            Pattern.CASE_INSENSITIVE);

    /** A million images with long names. */
    private static final int MOST_BYTES = 1 << 27;

    /** A path of the longest that systems have, and a label. */
    private static final int LONGEST_LINE = 8192;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int INDEX_DIGITS = 9;
    private static final int SHARED = -1;
    private static final int NONE = -2;

    private final Path file;
    private final Path folder;
    private final int classes;
    private final Map<String, Integer> names = new HashMap<>();
    /** Characters of the longest label that is not in quotes. */
    private final int longest;

    private LabelFile(Path file, Path folder, int classes, List<String> classNames) {
        this.file = file;
        this.folder = folder;
        this.classes = classes;
        for (int i = 0; i < classNames.size(); i++) {
            names.merge(classNames.get(i), i, (first, second) -> SHARED);
        }
        this.longest = names.keySet().stream().mapToInt(String::length).reduce(INDEX_DIGITS, Math::max);
    }

    /**
     * @param folder where the images are
     * @param classes indices must be below this
     * @param classNames names in the order of the classes, or empty
     * @return the images in the order of the file
     * @throws InvalidInputException naming the file and the line
     */
    public static List<ImageFolder.Labelled> read(Path file, Path folder, int classes, List<String> classNames) {
        byte[] bytes;
        try {
            bytes = BoundedFile.read(file, MOST_BYTES);
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " cannot be read; it must have a line FILE,LABEL for each image.", e);
        }
        return new LabelFile(file, folder, classes, classNames).parse(text(file, bytes));
    }

    private static String text(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            long line = 1
                    + IntStream.range(0, in.position())
                            .filter(i -> bytes[i] == '\n')
                            .count();
            throw new InvalidInputException(file + " line " + line + " is not UTF-8 (byte "
                    + String.format(Locale.ROOT, "0x%02x", bytes[in.position()] & 0xff) + "); save the file as UTF-8.");
        }
        String text = out.flip().toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private List<ImageFolder.Labelled> parse(String text) {
        List<ImageFolder.Labelled> images = new ArrayList<>();
        Map<Path, Integer> seen = new HashMap<>();
        List<String> lines = text.lines().toList();
        boolean first = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + " line " + (i + 1);
            if (line.length() > LONGEST_LINE) {
                throw new InvalidInputException(where + " has " + line.length() + " characters; at most " + LONGEST_LINE
                        + " are a file name and a label.");
            }
            boolean header = first && HEADER.matcher(line).matches();
            first = false;
            if (header) {
                continue;
            }
            int end = separator(line);
            String name = unquoted(where, line.substring(0, end).strip());
            if (name.isEmpty()) {
                throw new InvalidInputException(where + " names no image: " + Quoted.name(line) + ".");
            }
            Path image = image(where, name);
            Integer before = seen.putIfAbsent(image.toAbsolutePath().normalize(), i + 1);
            if (before != null) {
                throw new InvalidInputException(
                        where + " names " + Quoted.name(name) + ", the image of line " + before + ".");
            }
            images.add(new ImageFolder.Labelled(
                    image, label(where, unquoted(where, line.substring(end + 1).strip()))));
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(file + " lists no images.");
        }
        return List.copyOf(images);
    }

    /** Where the name of the image ends; 0 if the line has no label. */
    private int separator(String line) {
        int from = line.startsWith("\"") ? closingQuote(line) + 1 : 0;
        int[] next = nextPrinted(line);
        for (char separator : SEPARATORS.toCharArray()) {
            int last = line.lastIndexOf(separator);
            if (last >= from && last > 0) {
                for (int at = line.indexOf(separator, from); at >= 0; at = line.indexOf(separator, at + 1)) {
                    int rest = next[at + 1];
                    boolean label = line.length() - rest <= longest && index(line.substring(rest)) != NONE;
                    if (from > 0 || line.startsWith("\"", rest) || label) {
                        return at;
                    }
                }
                if (separator != SEMICOLON) {
                    return last;
                }
            }
        }
        return 0;
    }

    /** For each place of a line the first one from there on that is not blank. */
    private static int[] nextPrinted(String line) {
        int[] next = new int[line.length() + 1];
        next[line.length()] = line.length();
        for (int at = line.length() - 1; at >= 0; at--) {
            next[at] = Character.isWhitespace(line.charAt(at)) ? next[at + 1] : at;
        }
        return next;
    }

    /** Of the quoted field that begins a line; -1 if it does not end. */
    private static int closingQuote(String line) {
        int at = line.indexOf('"', 1);
        while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
            at = line.indexOf('"', at + 2);
        }
        return at;
    }

    private static String unquoted(String where, String field) {
        if (!field.startsWith("\"")) {
            return field;
        }
        if (closingQuote(field) != field.length() - 1) {
            throw new InvalidInputException(where + " has a quotation mark without its partner: " + Quoted.name(field)
                    + "; write \"\" for one inside quotes.");
        }
        return field.substring(1, field.length() - 1).replace("\"\"", "\"");
    }

    private Path image(String where, String name) {
        try {
            Path image = folder.resolve(Path.of(name).normalize());
            if (image.toAbsolutePath()
                    .normalize()
                    .startsWith(folder.toAbsolutePath().normalize())) {
                return image;
            }
        } catch (InvalidPathException e) {
            throw new InvalidInputException(
                    where + " names " + Quoted.name(name) + ", which no file can be called.", e);
        }
        throw new InvalidInputException(where + " names " + Quoted.name(name) + ", which is not inside " + folder
                + "; move the image there or name its folder.");
    }

    private int index(String text) {
        if (text.matches("[0-9]{1," + INDEX_DIGITS + "}") && Integer.parseInt(text) < classes) {
            return Integer.parseInt(text);
        }
        return names.getOrDefault(text, NONE);
    }

    private int label(String where, String text) {
        int index = index(text);
        if (index == SHARED) {
            throw new InvalidInputException(
                    where + " has the label " + Quoted.name(text) + ", which several classes have; write its number.");
        }
        if (index == NONE) {
            throw new InvalidInputException(where + " has the label " + Quoted.name(text)
                    + "; it must be a number from 0 to " + (classes - 1)
                    + (names.isEmpty() ? "." : " or the name of a class."));
        }
        return index;
    }
}
