// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.List;

/**
 * A file beside the Verilog that tells one kind of reader about the accelerator, or about the images it runs. All say the same: {@link
 * RegisterTable}, and {@link org.p2vit.hw.deploy.ImageWord}.
 */
interface CompanionFile {
    /** Every kind. */
    List<CompanionFile> ALL = List.of(
            new RegisterHeader(),
            new ImageFormHeader(),
            new RegisterManual(),
            new RegisterJson(),
            new RegisterXml(),
            new RegisterPython(),
            new ImageFormPython(),
            new PackagingData(),
            new ClockConstraint(),
            new LintWaivers(),
            new FuseSocCore());

    /** Name of the file. */
    String file();

    /** Content of the file, lines ended by a line feed. */
    String text(RegisterTable table);
}
