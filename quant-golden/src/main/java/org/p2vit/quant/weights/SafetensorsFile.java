// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.storage.FileKind;

/**
 * A safetensors file opened for reading. The header is checked on opening ({@link SafetensorsHeader}); values are mapped
 * into memory window by window when a tensor is read, so the file may be larger than 2 GiB or than the heap.
 *
 * <p>F32, F16 and BF16 tensors are widened to float. Other types may be present but not read.
 */
public final class SafetensorsFile implements TensorStore {
    /** Longest header accepted; that of a network with ten thousand tensors is below 2 MB. */
    private static final long MAX_HEADER_BYTES = 1 << 24;

    private static final int LENGTH_BYTES = 8;
    private static final int WINDOW_BYTES = 1 << 28;

    private final String source;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(String source, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.source = source;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its layout.
     *
     * @throws InvalidInputException if the file is absent, unreadable or malformed; the message names it
     */
    public static SafetensorsFile open(Path file) {
        String source = file.toString();
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(source + " is a folder; name a .safetensors file.");
        }
        try {
            refuseOtherKinds(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return open(source, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(source + " does not exist.", e);
        } catch (IOException e) {
            throw new InvalidInputException(source + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** What begins with a length below 4 GiB and a brace is no other kind. */
    private static void refuseOtherKinds(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LENGTH_BYTES + 1);
        }
        if (start.length == 0) {
            throw new InvalidInputException(file + " is empty; copy or download it again.");
        }
        if (start.length > LENGTH_BYTES && (start[4] | start[5] | start[6] | start[7]) == 0 && start[8] == '{') {
            return;
        }
        Optional<FileKind> kind = FileKind.of(file);
        if (kind.isPresent()) {
            throw new InvalidInputException(file + " is " + kind.get().description() + ", not a safetensors file; "
                    + kind.get().advice() + ".");
        }
    }

    private static SafetensorsFile open(String source, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new InvalidInputException(
                    source + " has " + fileBytes + " bytes; a safetensors file has at least 8.");
        }
        long headerBytes = bytes(channel, 0, LENGTH_BYTES).getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, fileBytes - LENGTH_BYTES)) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s states a header of %s bytes; it must be 2 to %d and fit the file of %d bytes.",
                    source,
                    Long.toUnsignedString(headerBytes),
                    MAX_HEADER_BYTES,
                    fileBytes));
        }
        long dataStart = LENGTH_BYTES + headerBytes;
        byte[] json = bytes(channel, LENGTH_BYTES, (int) headerBytes).array();
        return new SafetensorsFile(
                source, channel, SafetensorsHeader.parse(source, json, fileBytes - dataStart), dataStart);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public List<Long> shape(String name) {
        return entry(name).shape();
    }

    @Override
    public FloatTensor read(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        if (!entry.type().isReadable()) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s: tensor %s has dtype %s; weights must be F32, F16 or BF16.",
                    source,
                    Quoted.name(name),
                    entry.type()));
        }
        // An empty tensor may still have one extent that no index holds.
        boolean indexable = entry.shape().stream().allMatch(extent -> extent <= Integer.MAX_VALUE);
        if (!indexable || entry.elements() > Integer.MAX_VALUE - LENGTH_BYTES) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s: tensor %s of shape %s has too many elements to be read.",
                    source,
                    Quoted.name(name),
                    entry.shape()));
        }
        float[] values = new float[(int) entry.elements()];
        try {
            fill(values, entry);
        } catch (IOException e) {
            throw new InvalidInputException(
                    source + ": tensor " + Quoted.name(name) + " cannot be read: " + e.getMessage() + ".", e);
        }
        return FloatTensor.owning(
                values, entry.shape().stream().map(Long::intValue).toList());
    }

    private void fill(float[] values, SafetensorsHeader.Entry entry) throws IOException {
        int filled = 0;
        for (long offset = entry.begin(); offset < entry.end(); offset += WINDOW_BYTES) {
            long length = Math.min(WINDOW_BYTES, entry.end() - offset);
            ByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, dataStart + offset, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (window.hasRemaining()) {
                values[filled++] = entry.type().next(window);
            }
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new InvalidInputException(source + " has no tensor " + Quoted.name(name) + ".");
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
