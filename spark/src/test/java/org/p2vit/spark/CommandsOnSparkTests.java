// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of commands are the same text on both engines, but for times, in any number of partitions. */
@Tag("spark")
@Timeout(400)
class CommandsOnSparkTests {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"search, front, bits.json", "ablation, adaptive without smoothing,", "explore, 4x16x1, explore.svg"})
    void theReportIsTheSame(String command, String holds, String file) throws IOException {
        CommandFiles files = CommandFiles.in(folder);
        String local = files.result(command);
        assertThat(local).contains(holds);
        byte[] written = file == null ? new byte[0] : Files.readAllBytes(folder.resolve(file));
        for (String partitions : new String[] {"1", "2", "7"}) {
            String spark =
                    files.result(command, "--engine", "spark", "--master", "local[2]", "--partitions", partitions);
            assertThat(spark).as("%s partitions", partitions).isEqualTo(local);
            if (file != null) {
                assertThat(folder.resolve(file)).hasBinaryContent(written);
            }
        }
    }
}
