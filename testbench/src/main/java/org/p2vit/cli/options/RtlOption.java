// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where commands that simulate put the Verilog. */
public final class RtlOption {
    @FileUse(FileUse.Kind.STORE)
    @Option(
            names = "--rtl",
            defaultValue = "rtl-out",
            paramLabel = "FOLDER",
            description = "The Verilog is emitted to FOLDER/NAME; ${DEFAULT-VALUE} if not given.")
    private Path rtl;

    public Path folder() {
        return rtl;
    }
}
