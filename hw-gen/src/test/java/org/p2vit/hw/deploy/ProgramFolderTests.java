// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgramFolderTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final QuantizedVit NETWORK = RandomQuantizedVit.of(new VitShape(16, 16, 3, 4, 16, 2, 2, 32, 10), 5);
    private static final Program PROGRAM = NetworkCompiler.compile(NETWORK, TINY);

    @TempDir
    private Path folder;

    @Test
    void manifestDescribesTheFilesBesideIt() throws Exception {
        ProgramFolder.write(PROGRAM, NETWORK, TINY, folder.resolve("new/one"));
        JsonNode manifest = manifest(folder.resolve("new/one"));
        for (String region : List.of("program", "constants")) {
            JsonNode part = manifest.path(region);
            byte[] bytes = Files.readAllBytes(
                    folder.resolve("new/one").resolve(part.path("file").asString()));
            assertThat(part.path("bytes").asInt())
                    .as(region)
                    .isEqualTo(bytes.length)
                    .isPositive();
            assertThat(part.path("sha256").asString())
                    .as(region)
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
        assertThat(manifest.path("formatVersion").asInt()).isEqualTo(Program.FORMAT_VERSION);
        assertThat(manifest.path("configHash").asString()).matches("[0-9a-f]{8}");
        int commands = manifest.path("commandsPerUnit")
                .valueStream()
                .mapToInt(JsonNode::asInt)
                .sum();
        assertThat(manifest.path("commands").asInt()).isEqualTo(commands);
        assertThat((commands + manifest.path("loopCommands").asInt()) * Command.BYTES)
                .isEqualTo(manifest.path("program").path("bytes").asInt());
        assertThat(manifest.path("input").path("stride").asInt()).isEqualTo(PROGRAM.inputStride());
        assertThat(manifest.path("output").path("stride").asInt()).isEqualTo(PROGRAM.outputStride());
        assertThat(manifest.path("input").path("coding").path("exponent").asInt())
                .isEqualTo(NETWORK.input().exponent());
    }

    @Test
    void commandsAreThoseOfTheProgramWithTheirPlaceAsTag() throws IOException {
        ProgramFolder.write(PROGRAM, NETWORK, TINY, folder);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(ProgramFolder.COMMANDS)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PROGRAM.first().commands().size(); i++) {
            int word = bytes.getInt(i * Command.BYTES);
            assertThat(word & 15)
                    .as("unit of command %d", i)
                    .isEqualTo(PROGRAM.first().commands().get(i).unit().ordinal());
            assertThat(word >>> 16).as("tag of command %d", i).isEqualTo(i);
        }
    }

    @Test
    void regionsInMemoryLieOnPagesWithoutOverlap() {
        MemoryMap map = MemoryMap.of(PROGRAM);
        int[] starts = {map.program(), map.model(), map.input(), map.output(), map.bytes()};
        int[] sizes = {
            PROGRAM.commandBytes().length, PROGRAM.constants().length, PROGRAM.inputBytes(), PROGRAM.outputBytes()
        };
        assertThat(starts[0]).isPositive();
        assertThat(IntStream.of(starts)).allMatch(start -> start % 4096 == 0);
        for (int i = 0; i < sizes.length; i++) {
            assertThat(starts[i] + sizes[i]).isLessThanOrEqualTo(starts[i + 1]);
        }
    }

    @Test
    void sameInputGivesTheSameBytes() throws IOException {
        ProgramFolder.write(PROGRAM, NETWORK, TINY, folder.resolve("a"));
        ProgramFolder.write(NetworkCompiler.compile(NETWORK, TINY), NETWORK, TINY, folder.resolve("b"));
        for (String name : List.of(ProgramFolder.COMMANDS, ProgramFolder.CONSTANTS, ProgramFolder.MANIFEST)) {
            assertThat(folder.resolve("a").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(name));
        }
    }

    @Test
    void filesOfAnotherProgramAreReplacedAndThoseOfOthersAreNot() throws IOException {
        ProgramFolder.write(PROGRAM, NETWORK, TINY, folder);
        QuantizedVit other = RandomQuantizedVit.of(new VitShape(16, 16, 3, 4, 16, 1, 2, 32, 10), 5);
        Program shorter = NetworkCompiler.compile(other, TINY);
        ProgramFolder.write(shorter, other, TINY, folder);
        assertThat(folder.resolve(ProgramFolder.COMMANDS)).hasBinaryContent(shorter.commandBytes());
        Files.writeString(folder.resolve("thesis.doc"), "years of work");
        assertThatThrownBy(() -> ProgramFolder.write(PROGRAM, NETWORK, TINY, folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("thesis.doc");
        assertThat(folder.resolve(ProgramFolder.COMMANDS)).hasBinaryContent(shorter.commandBytes());
    }

    private static JsonNode manifest(Path folder) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(ProgramFolder.MANIFEST)));
    }
}
