// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.demo.GlyphSet;

@Tag("slow")
class QuantizeAndClassifyTests {
    private static final int PICTURES = 72;

    @TempDir
    private Path folder;

    /** The sign of the documentation shows a P, as anybody can see. */
    @Test
    void printsWhatItsPagePromises() throws Exception {
        ExampleRun.furnish(folder, "doc/sign.jpg");
        ExampleRun run = ExampleRun.of(QuantizeAndClassify.class, folder, List.of());
        assertThat(run.output()).isEqualTo(ExampleRun.promised(QuantizeAndClassify.class));
        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("sign.jpg: P ");
    }

    /** Two pictures of each class that it has not seen; which, the table beside them says. */
    @Test
    void namesWhatPicturesWereDrawnAs() throws Exception {
        new GlyphSet(77, PICTURES).export(folder);
        List<String> table = Files.readAllLines(folder.resolve(GlyphSet.LABEL_FILE));
        List<String> files =
                table.stream().skip(1).map(line -> line.split(",")[0]).toList();
        List<String> answers = ExampleRun.of(QuantizeAndClassify.class, folder, files)
                .output()
                .lines()
                .skip(1)
                .toList();
        assertThat(answers).hasSize(PICTURES);

        List<String> right = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            String[] line = table.get(i + 1).split(",");
            String drawn = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    .substring(Integer.parseInt(line[1]))
                    .substring(0, 1);
            if (answers.get(i).startsWith(line[0] + ": " + drawn + " ")) {
                right.add(line[0]);
            }
        }
        assertThat(right).as("of %d, the rest wrong: %s", PICTURES, answers).hasSizeGreaterThan(PICTURES * 9 / 10);
    }
}
