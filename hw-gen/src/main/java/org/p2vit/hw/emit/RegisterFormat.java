// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.List;

/** One language in which the registers of an accelerator are written down. All say the same: {@link RegisterTable}. */
interface RegisterFormat {
    /** Every language. */
    List<RegisterFormat> ALL = List.of(
            new RegisterHeader(), new RegisterManual(), new RegisterJson(), new RegisterXml(), new RegisterPython());

    /** Name of the file. */
    String file();

    /** Content of the file, lines ended by a line feed. */
    String text(RegisterTable table);
}
