// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramManifest.Region;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.Sha256;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a compiled network as files for a host. The bytes are a function of network and configuration. */
public final class ProgramFolder {
    public static final String COMMANDS = "program.bin";
    public static final String CONSTANTS = "constants.bin";
    public static final String MANIFEST = "program.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ProgramFolder() {}

    /**
     * Writes {@value #COMMANDS}, {@value #CONSTANTS} and {@value #MANIFEST}; makes the folder if it is missing. The manifest
     * is removed first and written last: where it is, the files are whole and belong together.
     *
     * @throws UncheckedIOException if a file cannot be written
     */
    public static ProgramManifest write(Program program, QuantizedVit network, AcceleratorConfig config, Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(MANIFEST));
            ProgramManifest manifest = ProgramManifest.of(
                    program,
                    network,
                    config,
                    write(folder, COMMANDS, program.commandBytes()),
                    write(folder, CONSTANTS, program.constants()));
            String text = JSON.writeValueAsString(manifest).replace(System.lineSeparator(), "\n") + "\n";
            WholeFile.write(folder.resolve(MANIFEST), text.getBytes(StandardCharsets.UTF_8));
            return manifest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Region write(Path folder, String name, byte[] bytes) throws IOException {
        WholeFile.write(folder.resolve(name), bytes);
        return new Region(name, bytes.length, Sha256.hex(bytes));
    }
}
