// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.hw.port.WriteKind;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Unit;

class BufferTableTests {
    /** T = 8, W = 16, R = 2: banks and word bits of architecture §2. */
    @Test
    void geometryIsThatOfTheDocument() {
        AcceleratorConfig config = AcceleratorConfig.load("kv260-shift");
        int t = config.array().tokenTile();
        int w = config.array().word();
        BufferTable table = new BufferTable(config);

        assertThat(table.all().stream().map(spec -> spec.buffer() + " " + spec.banks() + " x " + spec.wordBits()))
                .containsExactly(
                        "ACT %d x %d".formatted(t, 8 * w + 3 * w / 8),
                        "WGT %d x %d".formatted(w, 8 * w),
                        "RES %d x %d".formatted(t, 9 * w + 3 * w / 8),
                        "VAL %d x %d".formatted(t, 8 * w),
                        "CODE %d x %d".formatted(t, 4 * w),
                        "ROWE %d x 3".formatted(t),
                        "RQP 6 x %d".formatted(8 * w),
                        "NRP 6 x %d".formatted(8 * w),
                        "OUT 4 x %d".formatted(8 * w));
        assertThat(table.get(Buffer.RES).bytes())
                .isEqualTo((long) config.buffers().residual().words() * t * (9 * w + 3 * w / 8) / 8);
    }

    @Test
    void writersStandByPriority() {
        assertThat(units("kv260-shift", Buffer.ACT)).containsExactly(Unit.REQUANT, Unit.SHIFTMM, Unit.LOAD, Unit.NORM);
        assertThat(units("kv260", Buffer.ACT)).containsExactly(Unit.REQUANT, Unit.SOFTMAX, Unit.LOAD, Unit.NORM);
        BufferSpec act = new BufferTable(AcceleratorConfig.load("kv260-shift")).get(Buffer.ACT);
        assertThat(act.priority().orElseThrow().unit()).isEqualTo(Unit.REQUANT);
        assertThat(act.waitingPort(Unit.LOAD)).isEqualTo(1);
    }

    @Test
    void attentionOnTheMultipliersHasDivisorsAndNoValueOrCodeBuffer() {
        AcceleratorConfig config = AcceleratorConfig.load("kv260");
        BufferTable table = new BufferTable(config);

        assertThat(table.has(Buffer.VAL)).isFalse();
        assertThat(table.codes()).isEqualTo(Buffer.ACT);
        assertThat(table.get(Buffer.ROWX).depth() * config.array().tokenTile())
                .isGreaterThanOrEqualTo(config.limits().maxTokens());
        assertThat(table.get(Buffer.WGT).priority().orElseThrow().kind()).isEqualTo(WriteKind.COLUMNS);
        assertThatThrownBy(() -> table.get(Buffer.CODE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CODE");
    }

    @ParameterizedTest
    @CsvSource({"zcu104, SHIFTMM", "kv260, SOFTMAX"})
    void theDocumentHasThisTable(String name, String writesAttention) throws IOException {
        AcceleratorConfig config = AcceleratorConfig.load(name);
        List<String[]> rows = Files.readAllLines(Path.of("doc/architecture.md")).stream()
                .filter(line -> line.matches("\\| (ACT|WGT|RES|VAL|CODE|ROWE|ROWX|RQP|NRP|OUT) .*"))
                .map(line -> line.replace("SHIFTMM or SOFTMAX", writesAttention).split(" *\\| *"))
                .toList();

        assertThat(rows).hasSize(Buffer.values().length);
        for (BufferSpec spec : new BufferTable(config).all()) {
            String[] row = rows.stream()
                    .filter(cells -> cells[1].startsWith(spec.buffer() + " "))
                    .findFirst()
                    .orElseThrow();
            assertThat(row[2]).as(row[1]).matches(geometry(spec, config.array()));
            assertThat(row[3])
                    .as(row[1])
                    .isEqualTo(spec.writers().stream()
                            .map(writer -> writer.unit().name())
                            .collect(Collectors.joining(", ")));
            assertThat(row[4])
                    .as(row[1])
                    .matches(spec.readers().stream()
                            .map(reader -> reader(reader, config.array()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** As a regular expression: a number may stand as T or W. */
    private static String geometry(BufferSpec spec, ArrayConfig array) {
        String banks = "(" + spec.banks() + (spec.banks() == array.tokenTile() ? "|T" : "")
                + (spec.banks() == array.word() ? "|W" : "") + ")";
        String exponents = " with W/8 exponents";
        if (spec.buffer() == Buffer.ACT) {
            return banks + " × W bytes" + exponents;
        }
        if (spec.buffer() == Buffer.RES) {
            return banks + " × W codes of 9 bits" + exponents;
        }
        int bits = spec.wordBits() / array.word();
        String word = spec.wordBits() % array.word() != 0
                ? spec.wordBits() + " bits"
                : bits == Byte.SIZE ? "W bytes" : "W codes of " + bits + " bits";
        return banks + " × " + word;
    }

    /** As a regular expression: where R is one, either says so. */
    private static String reader(BufferSpec.Reader reader, ArrayConfig array) {
        String group =
                (reader.lanes() == array.postPipes() ? "R banks" : "-") + (reader.lanes() == 1 ? "|one bank" : "");
        return reader.unit() + " \\((" + (reader.all() ? "all banks" : group) + ")\\)";
    }

    /** Memory blocks a buffer takes: 512 x 72 bits of a BRAM36, 4096 x 72 bits of a URAM288. */
    @ParameterizedTest
    @CsvSource({"pynq-z2, 140, 0", "kv260, 144, 64", "kv260-shift, 144, 64", "zcu104, 312, 96"})
    void buffersFitTheBoard(String name, int blocks, int ultraBlocks) {
        int usedBlocks = 0;
        int usedUltra = 0;
        for (BufferSpec buffer : new BufferTable(AcceleratorConfig.load(name)).all()) {
            if (buffer.style() == HwMemory.Style.BLOCK) {
                usedBlocks += buffer.banks() * ((buffer.depth() * buffer.wordBits() + 32767) / 32768);
            } else if (buffer.style() == HwMemory.Style.ULTRA) {
                int apart = BufferShape.bitsInBlocks(HwMemory.Style.ULTRA, buffer.wordBits());
                usedUltra +=
                        buffer.banks() * ((buffer.depth() + 4095) / 4096) * ((buffer.wordBits() - apart + 71) / 72);
                usedBlocks += buffer.banks() * ((buffer.depth() * apart + 32767) / 32768);
            }
        }
        assertThat(usedBlocks).isPositive().isLessThanOrEqualTo(blocks);
        assertThat(usedUltra).isLessThanOrEqualTo(ultraBlocks);
    }

    private static List<Unit> units(String config, Buffer buffer) {
        return new BufferTable(AcceleratorConfig.load(config))
                .get(buffer).writers().stream().map(BufferSpec.Writer::unit).collect(Collectors.toList());
    }
}
