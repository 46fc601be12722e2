// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramManifest.StoredFile;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.OutputFolder;
import org.p2vit.quant.storage.Scratch;
import org.p2vit.quant.storage.Sha256;
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
     * Writes {@value #COMMANDS}, {@value #CONSTANTS} and {@value #MANIFEST}; makes the folder if it is missing.
     *
     * @param folder missing, empty, or written before and not changed since
     * @throws org.p2vit.quant.InvalidInputException when the folder holds anything else, see {@link OutputFolder}
     * @throws UncheckedIOException if a file cannot be written
     */
    public static ProgramManifest write(Program program, QuantizedVit network, AcceleratorConfig config, Path folder) {
        try {
            OutputFolder output = new OutputFolder(folder, MANIFEST);
            Path staged = output.stage();
            try {
                ProgramManifest manifest = ProgramManifest.of(
                        program,
                        network,
                        config,
                        write(staged, COMMANDS, program.commandBytes()),
                        write(staged, CONSTANTS, program.constants()));
                String text = JSON.writeValueAsString(manifest).replace(System.lineSeparator(), "\n") + "\n";
                Files.writeString(staged.resolve(MANIFEST), text);
                output.replaceBy(staged);
                return manifest;
            } finally {
                Scratch.remove(staged);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredFile write(Path folder, String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
        return new StoredFile(name, bytes.length, Sha256.hex(bytes));
    }
}
