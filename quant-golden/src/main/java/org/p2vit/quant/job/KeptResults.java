// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.storage.Sha256;

/**
 * Results of one job in a file that grows by a record with each: the piece's number, the digest of its content, the
 * result, and a digest of the job's key and all of these. What a killed process left half, what was damaged and what is of
 * another job is therefore noticed; it is dropped with all behind it.
 *
 * <p>One process at a time keeps results in a file. Another that does the same job meanwhile keeps none.
 */
final class KeptResults<R extends Serializable> implements AutoCloseable {
    private static final int DIGEST_BYTES = 32;
    /** Of a record without its result: number, digest of the content, length of the result, digest of all. */
    private static final int FRAME_BYTES = Integer.BYTES + DIGEST_BYTES + Integer.BYTES + DIGEST_BYTES;

    private final byte[] header;
    private final ObjectInputFilter classes;
    private final Optional<RandomAccessFile> file;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(byte[] content, byte[] result) {}

    /**
     * Opens what was kept, or begins anew.
     *
     * @param key of all that results depend on besides their piece
     * @param classes that results may have
     */
    KeptResults(Path path, String key, ObjectInputFilter classes) throws IOException {
        this.header = ("p2vit kept results 1 " + key + "\n").getBytes(StandardCharsets.US_ASCII);
        this.classes = classes;
        Files.createDirectories(path.toAbsolutePath().getParent());
        RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
        try {
            this.file = isOurs(opened) ? Optional.of(opened) : Optional.empty();
            if (file.isEmpty()) {
                opened.close();
            } else {
                read(opened);
            }
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static boolean isOurs(RandomAccessFile opened) throws IOException {
        try {
            FileLock lock = opened.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException elsewhereInThisProcess) {
            return false;
        }
    }

    private void read(RandomAccessFile opened) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(opened.getFD())));
        long whole = 0;
        if (MessageDigest.isEqual(in.readNBytes(header.length), header)) {
            whole = header.length;
            for (long size = record(in, opened.length() - whole); size > 0; ) {
                whole += size;
                size = record(in, opened.length() - whole);
            }
        }
        opened.setLength(whole);
        opened.seek(whole);
        if (whole == 0) {
            opened.write(header);
        }
    }

    /** Takes in the next record; its size, or 0 if there is none that is whole. */
    private long record(DataInputStream in, long left) throws IOException {
        try {
            int index = in.readInt();
            byte[] content = in.readNBytes(DIGEST_BYTES);
            int length = in.readInt();
            if (length < 0 || length > left - FRAME_BYTES) {
                return 0;
            }
            byte[] result = in.readNBytes(length);
            if (!MessageDigest.isEqual(in.readNBytes(DIGEST_BYTES), seal(index, content, result))) {
                return 0;
            }
            entries.put(index, new Entry(content, result));
            return FRAME_BYTES + (long) length;
        } catch (EOFException end) {
            return 0;
        }
    }

    private byte[] seal(int index, byte[] content, byte[] result) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.write(header);
        out.writeInt(index);
        out.write(content);
        out.write(result);
        return Sha256.of(all.toByteArray());
    }

    /** Whether there is a result of a piece, of whatever content. */
    boolean has(int index) {
        return entries.containsKey(index);
    }

    /** The result of a piece if it was kept of this content. */
    @SuppressWarnings("unchecked")
    Optional<R> get(int index, byte[] content) {
        Entry entry = entries.get(index);
        if (entry == null || !MessageDigest.isEqual(entry.content, content)) {
            return Optional.empty();
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(entry.result))) {
            in.setObjectInputFilter(classes);
            return Optional.of((R) in.readObject());
        } catch (IOException | ClassNotFoundException foreign) {
            return Optional.empty();
        }
    }

    /** Keeps a result; it is in the file when this returns, and stays there if the process is killed. */
    void add(int index, byte[] content, R result) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(result);
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(record);
        out.writeInt(index);
        out.write(content);
        out.writeInt(object.size());
        out.write(object.toByteArray());
        out.write(seal(index, content, object.toByteArray()));
        file.get().write(record.toByteArray());
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
