// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.OutputFolder;

/**
 * Content of {@code program.json}.
 *
 * @param tool marks the folder as ours, see {@link OutputFolder}
 * @param formatVersion {@link Program#FORMAT_VERSION}
 * @param config name of the configuration that the program is for
 * @param configHash what register CONFIG_HASH must read, 8 hexadecimal digits
 * @param commands of the first image, register PROGRAM_COMMANDS
 * @param loopCommands of every further image, behind them; register LOOP_COMMANDS
 * @param memory a placement of everything in DRAM, for one image
 * @param commandsPerUnit how many commands each unit gets for the first image
 */
public record ProgramManifest(
        String tool,
        int formatVersion,
        String config,
        String configHash,
        VitShape network,
        StoredFile program,
        int commands,
        int loopCommands,
        StoredFile constants,
        Input input,
        Output output,
        MemoryMap memory,
        Map<Unit, Integer> commandsPerUnit) {
    /**
     * Content of a file.
     *
     * @param sha256 hexadecimal
     */
    public record StoredFile(String file, int bytes, String sha256) {}

    /**
     * The patches, token-major tiles (architecture §4).
     *
     * @param bytes of an image
     * @param stride bytes from an image to the next, register INPUT_STRIDE
     * @param rows token rows of a tile
     * @param word bytes of a word
     */
    public record Input(int bytes, int stride, int rows, int word, InputCoding coding) {}

    /**
     * The logits, int32 little-endian, class by class.
     *
     * @param bytes of an image's logits
     * @param stride bytes from the logits of an image to the next, register OUTPUT_STRIDE
     * @param exponent a logit is the number times 2^exponent
     * @param labels class names, or empty
     */
    public record Output(int bytes, int stride, int classes, int exponent, List<String> labels) {}

    static ProgramManifest of(
            Program program, QuantizedVit network, AcceleratorConfig config, StoredFile file, StoredFile constants) {
        return new ProgramManifest(
                OutputFolder.TOOL,
                Program.FORMAT_VERSION,
                config.name(),
                String.format(Locale.ROOT, "%08x", ConfigHash.of(config)),
                program.shape(),
                file,
                program.first().commands().size(),
                program.further().commands().size(),
                constants,
                new Input(
                        program.inputBytes(),
                        program.inputStride(),
                        program.tokenTile(),
                        program.word(),
                        network.input()),
                new Output(
                        program.outputBytes(),
                        program.outputStride(),
                        program.shape().classes(),
                        network.exponents().logits(),
                        network.labels()),
                MemoryMap.of(program),
                commandsPerUnit(program));
    }

    private static Map<Unit, Integer> commandsPerUnit(Program program) {
        Map<Unit, Integer> counts = new EnumMap<>(Unit.class);
        program.first().commands().stream().map(Command::unit).forEach(unit -> counts.merge(unit, 1, Integer::sum));
        return counts;
    }
}
