// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.List;

/**
 * One module of an emitted file.
 *
 * @param identity the same for modules of the same text that instantiate the same
 * @param shape the same for modules that differ in widths, depths and numbers at most: line by line they have the same statements
 * @param firstLine of the file, from 1
 */
record VerilogModule(String name, String identity, String shape, int firstLine, List<String> text) {
    /** The name without the number by which the generator tells modules of one kind. */
    String kind() {
        return name.replaceFirst("_\\d+$", "");
    }

    /** A line counted from that of the keyword {@code module}, which is 0. */
    String line(int offset) {
        return text.get(offset).strip();
    }
}
