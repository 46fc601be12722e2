// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.p2vit.quant.storage.Sha256;

/** Inputs that the fuzzer grew and that stay, an archive for each kind in the tests' resources. */
final class KeptCorpus {
    /** Of a kind's inputs; the smallest are kept. */
    private static final int MOST_BYTES = 40_000;

    private KeptCorpus() {}

    static List<byte[]> of(UntrustedFile kind) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (InputStream in = KeptCorpus.class.getResourceAsStream(kind.label() + ".zip")) {
            if (in == null) {
                return inputs;
            }
            ZipInputStream archive = new ZipInputStream(in);
            while (archive.getNextEntry() != null) {
                inputs.add(archive.readAllBytes());
            }
        }
        return inputs;
    }

    /** Writes the archive of a kind into a folder; the bytes are a function of the inputs. */
    static void write(UntrustedFile kind, Collection<byte[]> inputs, Path folder) throws IOException {
        List<byte[]> smallest = new ArrayList<>(inputs);
        smallest.sort(Comparator.<byte[]>comparingInt(input -> input.length).thenComparing(KeptCorpus::name));
        Files.createDirectories(folder);
        try (ZipOutputStream archive =
                new ZipOutputStream(Files.newOutputStream(folder.resolve(kind.label() + ".zip")))) {
            int bytes = 0;
            for (byte[] input : smallest) {
                bytes += input.length;
                if (bytes > MOST_BYTES) {
                    return;
                }
                ZipEntry entry = new ZipEntry(name(input));
                entry.setTime(0);
                archive.putNextEntry(entry);
                archive.write(input);
            }
        }
    }

    /** What the fuzzer calls an input. */
    static String name(byte[] input) {
        return Sha256.hex(Sha256.of(input)).substring(0, 16);
    }
}
