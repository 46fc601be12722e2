// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTests {
    private static final double VALUE = 12.25;

    @TempDir
    private Path folder;

    @Test
    void whatWasMeasuredIsKnownNextTime() {
        Path file = folder.resolve("deep/kept.json");
        assertThat(measure(file)).isEqualTo(1);
        assertThat(measure(file)).isZero();
    }

    /** Cut anywhere, or with any byte changed, the file is measured again and replaced by a whole one. */
    @Test
    void aDamagedFileIsMeasuredAgain() throws IOException {
        Path file = folder.resolve("kept.json");
        measure(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i += 3) {
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(measure(file)).as("cut to %d bytes", i).isEqualTo(1);
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            measure(file);
            assertThat(Files.readAllBytes(file)).as("byte %d changed", i).isEqualTo(whole);
        }
    }

    @Test
    void aValueThatIsNullOrOfAnotherKindIsMeasuredAgain() throws IOException {
        Path file = folder.resolve("kept.json");
        for (String text : new String[] {"null", "[]", "{\"one\":null}", "{\"one\":\"x\"}", "{\"values\":3}"}) {
            Files.writeString(file, text);
            assertThat(measure(file)).as(text).isEqualTo(1);
        }
    }

    private static int measure(Path file) {
        Measurements<Double> measurements = Measurements.of(file, Double.class);
        assertThat(measurements.get("one", () -> VALUE)).isEqualTo(VALUE);
        return measurements.fresh();
    }
}
