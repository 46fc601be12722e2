// SPDX-License-Identifier: Apache-2.0
package org.p2vit.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.cli.Main;
import picocli.AutoComplete;

/** Writes the script by which bash and zsh complete commands and options. */
public final class Completion {
    private Completion() {}

    /** @param words the file to write; its folder is created */
    public static void main(String[] words) throws IOException {
        Path file = Path.of(words[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, AutoComplete.bash("p2vit", Main.commandLine()), StandardCharsets.UTF_8);
    }
}
