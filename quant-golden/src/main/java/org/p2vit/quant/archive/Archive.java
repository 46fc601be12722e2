// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.IOException;
import java.util.List;

/** The index of an archive: names and places, no bytes of files. Several threads read at once. */
public interface Archive {
    /** Of the files, each once, in the order of the archive; parts are divided by {@code /}. */
    List<String> names();

    /** Classes of the files, in the order of the names; empty if the archive does not say. One that says holds images only. */
    default List<Integer> labels() {
        return List.of();
    }

    /** Whether there is a file of a name. */
    boolean has(String name);

    /**
     * The bytes of a file that is there.
     *
     * @throws IOException if they cannot be read
     */
    byte[] read(String name) throws IOException;
}
