// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.deploy.ImageSection;
import org.p2vit.hw.deploy.ImageWord;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.hw.program.Command;

/** Lets a C compiler, a C++ compiler and Python read the form of images, and compares with the tables. */
@Tag("tools")
@Tag("fpga")
class ImageFormToolTests {
    /** Products of words that are so large do not fit 32 bits. */
    private static final long LARGE = 0xf000_0000L;

    @TempDir
    private Path folder;

    /** What each program says: constants, words, and the sections of a header whose words are large and rising. */
    private static List<String> expected() {
        List<String> lines = new ArrayList<>();
        lines.add("%d %d %d %d"
                .formatted(ProgramImage.MAGIC, ProgramImage.VERSION, MemoryMap.PAGE, ProgramImage.CHECKSUM_BYTES));
        for (ImageWord word : ImageWord.values()) {
            lines.add("%d %s %b".formatted(word.ordinal(), word.label(), word.signed()));
        }
        for (ImageSection section : ImageSection.values()) {
            long pieces = section.pieces().isEmpty()
                    ? 1
                    : section.pieces().stream()
                            .mapToLong(ImageFormToolTests::value)
                            .sum();
            long bytes = section.pieceBytes().map(ImageFormToolTests::value).orElse((long) Command.BYTES);
            lines.add(value(section.begin()) + " " + Long.toUnsignedString(pieces * bytes));
        }
        return lines;
    }

    private static long value(ImageWord word) {
        return LARGE + word.ordinal();
    }

    @Test
    void theHeaderOfCSaysWhatTheTablesSay() throws Exception {
        ImageFormHeader format = new ImageFormHeader();
        Files.writeString(folder.resolve(format.file()), format.text(null));
        Files.writeString(folder.resolve("show.c"), """
                #include "%s"
                #include <inttypes.h>
                #include <stdio.h>
                #define FILL(word, type, member) words.member = (type)(0xf0000000u + word);
                #define WORD(word, type, member) printf("%%d %%s %%s\\n", word, #member, (type)-1 < 1 ? "true" : "false");
                #define SECTION(offset, bytes) printf("%%" PRIu32 " %%" PRIu64 "\\n", offset, (uint64_t)(bytes));
                int main(void) {
                    struct p2vit_image words;
                    const struct p2vit_image *image = &words;
                    printf("%%u %%u %%u %%u\\n", P2VIT_IMAGE_MAGIC, P2VIT_IMAGE_VERSION, P2VIT_IMAGE_PAGE, P2VIT_IMAGE_CHECKSUM_BYTES);
                    P2VIT_IMAGE_WORDS(FILL)
                    P2VIT_IMAGE_WORDS(WORD)
                    P2VIT_IMAGE_SECTIONS(SECTION)
                    return 0;
                }
                """.formatted(format.file()));
        for (List<String> compiler : List.of(List.of("gcc", "-std=c99"), List.of("g++", "-std=c++11", "-xc++"))) {
            List<String> command = new ArrayList<>(compiler);
            command.addAll(List.of("-pedantic", "-Wall", "-Wextra", "-Werror", "-o", "show", "show.c"));
            assertThat(run(command)).isEmpty();
            assertThat(run(List.of("./show")).lines()).containsExactlyElementsOf(expected());
        }
    }

    @Test
    void theModuleOfPythonSaysWhatTheTablesSay() throws Exception {
        ImageFormPython format = new ImageFormPython();
        Files.writeString(folder.resolve(format.file()), format.text(null));
        Files.writeString(folder.resolve("show.py"), """
                import p2vit_image_form as form
                print(form.MAGIC, form.VERSION, form.PAGE, form.CHECKSUM_BYTES)
                names = form.ImageWords._fields
                assert form.WORDS.size == 4 * len(names)
                found = form.WORDS.unpack(b"".join(bytes([index, 0, 0, 128]) for index in range(len(names))))
                for index, (name, value) in enumerate(zip(names, found)):
                    assert value in (index + 2**31, index - 2**31)
                    print(index, name, str(value < 0).lower())
                words = form.ImageWords(*(0xf0000000 + index for index in range(len(names))))
                for offset, size in words.sections():
                    print(offset, size)
                """);
        assertThat(run(List.of("python3", "-W", "error", "-B", "show.py")).lines())
                .containsExactlyElementsOf(expected());
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
