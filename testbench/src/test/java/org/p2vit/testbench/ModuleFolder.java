// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench;

import java.nio.file.Path;

/** Where this module's files are, wherever its tests run. */
public final class ModuleFolder {
    private ModuleFolder() {}

    /** Maven sets {@code basedir}; without it the module is the working folder. */
    public static Path resolve(String file) {
        return Path.of(System.getProperty("basedir", ".")).resolve(file);
    }
}
