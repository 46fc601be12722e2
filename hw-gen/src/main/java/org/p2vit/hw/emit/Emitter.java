// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.storage.OutputFolder;
import org.p2vit.quant.storage.Scratch;
import org.p2vit.quant.storage.Sha256;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Emits a configuration's accelerator. All files are functions of the configuration: no date, path or version of a tool is in them. */
public final class Emitter {
    public static final String VERILOG = Accelerator.MODULE + ".v";
    public static final String MANIFEST = "manifest.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Emitter() {}

    /**
     * Writes {@value #VERILOG}, {@value #MANIFEST} and every {@link CompanionFile} when all are complete. A file that
     * is the same already is left alone.
     *
     * @param folder missing, empty, or emitted to before and not changed since
     * @throws org.p2vit.quant.InvalidInputException when the folder holds anything else, see {@link OutputFolder}
     * @throws UncheckedIOException if a file cannot be written
     */
    public static Manifest emit(AcceleratorConfig config, Path folder) {
        try {
            OutputFolder output = new OutputFolder(folder, MANIFEST);
            Path staged = output.stage();
            try {
                Manifest manifest = write(config, staged);
                output.replaceBy(staged);
                return manifest;
            } finally {
                Scratch.remove(staged);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest write(AcceleratorConfig config, Path folder) throws IOException {
        Path verilog = Generate.verilog(folder, VERILOG, () -> new Accelerator(config, ConfigHash.of(config)))
                .file();
        List<Manifest.Port> ports = VerilogPorts.of(Files.readString(verilog), Accelerator.MODULE);
        RegisterTable registers = RegisterTable.of(config, ports);
        List<Manifest.Product> companions = new ArrayList<>();
        for (CompanionFile format : CompanionFile.ALL) {
            companions.add(product(folder, format.file(), format.text(registers)));
        }
        Manifest manifest = Manifest.of(config, product(folder, VERILOG), companions, ports);
        String json = JSON.writeValueAsString(manifest).replace(System.lineSeparator(), "\n") + "\n";
        Files.writeString(folder.resolve(MANIFEST), json);
        return manifest;
    }

    private static Manifest.Product product(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardCharsets.UTF_8);
        return product(folder, file);
    }

    private static Manifest.Product product(Path folder, String file) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        return new Manifest.Product(file, bytes.length, Sha256.hex(bytes));
    }
}
