// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;

/**
 * An array as NumPy's {@code .npy} has it: magic, version, a line that is a Python dictionary, the elements.
 *
 * @param type NumPy's name, such as {@code <i4}: byte order, kind, bytes of an element
 * @param shape sizes, none for a single value
 * @param content the elements, row-major; not to be modified
 */
record NumpyArray(String type, List<Integer> shape, byte[] content) {
    /** More than any header that is read here; NumPy's own limit is the same. */
    static final int MAX_HEADER_BYTES = 10_000;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '([^']{1,20})', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), \\} *\n");

    /** One text; NumPy gives each character four bytes. */
    static NumpyArray text(String text) {
        int[] characters = text.codePoints().toArray();
        ByteBuffer content =
                ByteBuffer.allocate(Integer.BYTES * characters.length).order(ByteOrder.LITTLE_ENDIAN);
        content.asIntBuffer().put(characters);
        return new NumpyArray("<U" + characters.length, List.of(), content.array());
    }

    /** The text of {@link #text}. */
    String text() {
        if (!type.matches("<U[0-9]{1,9}") || !shape.isEmpty()) {
            throw new InvalidInputException("it is no text (type " + type + ", shape " + shape + ")");
        }
        StringBuilder text = new StringBuilder();
        ByteBuffer characters = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        while (characters.remaining() >= Integer.BYTES) {
            int character = characters.getInt();
            if (!Character.isValidCodePoint(character)) {
                throw new InvalidInputException("it has a character that Unicode does not know");
            }
            text.appendCodePoint(character);
        }
        return text.toString();
    }

    byte[] toBytes() {
        String sizes = shape.stream().map(size -> size + ",").collect(Collectors.joining(" "));
        // A tuple of several sizes has no comma behind the last.
        String tuple = shape.size() > 1 ? sizes.substring(0, sizes.length() - 1) : sizes;
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int prefix = MAGIC.length + 2 + Short.BYTES;
        int padding = ALIGNMENT - 1 - (prefix + header.length()) % ALIGNMENT;
        byte[] line = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(prefix + line.length + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) line.length)
                .put(line)
                .put(content)
                .array();
    }

    /** @throws InvalidInputException if these bytes are no such array, or are in column-major order */
    static NumpyArray fromBytes(byte[] file) {
        if (file.length < MAGIC.length + 6 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new InvalidInputException("it does not begin as NumPy's arrays do");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int version = bytes.get(MAGIC.length);
        if (version < 1 || version > 3) {
            throw new InvalidInputException("its format is version " + version + "; 1, 2 and 3 are known");
        }
        int start = MAGIC.length + 2 + (version == 1 ? Short.BYTES : Integer.BYTES);
        long length = version == 1 ? bytes.getShort(MAGIC.length + 2) & 0xFFFF : bytes.getInt(MAGIC.length + 2);
        if (length < 0 || length > MAX_HEADER_BYTES || start + length > file.length) {
            throw new InvalidInputException("its header claims " + length + " bytes");
        }
        Matcher header = HEADER.matcher(new String(file, start, (int) length, StandardCharsets.ISO_8859_1));
        if (!header.matches()) {
            throw new InvalidInputException("its header is not what numpy.save writes");
        }
        if (header.group(2).equals("True")) {
            throw new InvalidInputException("it is in column-major order; save numpy.ascontiguousarray(…) of it");
        }
        byte[] content = Arrays.copyOfRange(file, start + (int) length, file.length);
        return new NumpyArray(header.group(1), sizes(header.group(3)), content);
    }

    private static List<Integer> sizes(String tuple) {
        try {
            return Arrays.stream(tuple.split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new InvalidInputException("its shape is (" + tuple + ")", e);
        }
    }
}
