// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.quant.model.QuantizedGelu;

class CommandFormatTests {
    private static final StridedAddress AT = new StridedAddress(7, 9);
    private static final MachineLimits SHIFT = new MachineLimits(4, 80, 12, AttentionKind.SHIFT);
    private static final MachineLimits MULTIPLY = new MachineLimits(4, 80, 12, AttentionKind.MULTIPLY);

    @Test
    void headerFillsItsWords() {
        for (int word = 0; word < CommandFormat.FIRST_OPERAND; word++) {
            int filled = 0;
            for (CommandField field : CommandFormat.HEADER) {
                if (field.word() == word) {
                    assertThat(filled & field.mask()).as(field.name()).isZero();
                    filled |= field.mask();
                }
            }
            assertThat(filled).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void fieldsOfAUnitLieApart(Unit unit) {
        CommandLayout layout = CommandFormat.of(unit);
        int[] used = new int[CommandFormat.WORDS];
        layout.flags().forEach(flag -> used[0] |= flag.field().mask());
        assertThat(Integer.bitCount(used[0])).isEqualTo(layout.flags().size());
        for (CommandField field : layout.fields()) {
            assertThat(used[field.word()] & field.mask()).as(field.name()).isZero();
            used[field.word()] |= field.mask();
        }
        assertThat(used[0] & ~CommandFormat.FLAGS.mask())
                .as("word 0 beside the flags")
                .isZero();
        assertThat(used[1]).as("word 1 is for semaphores").isZero();
    }

    /** A command is read back as it was made, from its words and from its bytes. */
    @Test
    void whatIsPutIntoACommandIsReadFromIt() {
        Command command = RequantCommand.of(
                RequantCommand.Destination.RES,
                AT,
                5,
                new StridedAddress(65535, 3),
                new GeluRows(new QuantizedGelu(11), 65535, true),
                new RowRange(3, 1023),
                17,
                Sync.FREE.after(Semaphore.STREAM_LOADED));
        ByteBuffer bytes = ByteBuffer.allocate(Command.BYTES);
        command.encode(bytes, 0x1beef);
        for (CommandView view : List.of(command, new EncodedCommand(bytes.flip(), 0))) {
            assertThat(RequantCommand.DESTINATION.of(view)).isEqualTo(RequantCommand.Destination.RES);
            assertThat(view.get(RequantCommand.ROWS)).isEqualTo(1023);
            assertThat(view.get(RequantCommand.FIRST_ROW)).isEqualTo(3);
            assertThat(view.address(RequantCommand.ADDEND, 2)).isEqualTo(65535 + 6);
            assertThat(view.has(RequantCommand.GELU)).isTrue();
            assertThat(view.get(RequantCommand.GELU_SHIFT)).isEqualTo(11);
            assertThat(view.get(RequantCommand.FIRST_OUTPUTS)).isEqualTo(1);
            assertThat(view.get(RequantCommand.EXPONENTS)).isEqualTo(65535);
            assertThat(view.has(RequantCommand.IMMEDIATE)).isFalse();
            assertThat(view.get(CommandFormat.WAIT_START_A)).isEqualTo(Semaphore.STREAM_LOADED.ordinal());
        }
        assertThat(new EncodedCommand(bytes, 0).get(CommandFormat.TAG)).isEqualTo(0xbeef);
    }

    /** The words by hand, from the document's table. */
    @Test
    void wordsAreThoseOfTheDocument() {
        Command load = LoadCommand.of(Region.INPUT, 0x12_8000_0040L, 9, LoadCommand.Destination.NRP, 77, Sync.FREE);
        assertThat(load.word(2)).isEqualTo(0x8000_0040);
        assertThat(load.word(3)).isEqualTo(0x12 | 1 << 8 | 4 << 12);
        assertThat(load.word(4)).isEqualTo(9);
        assertThat(load.word(5)).isEqualTo(77);
        assertThat(TransferFields.offset(load)).isEqualTo(0x12_8000_0040L);
        Command attention = RequantCommand.ofAttention(AT, 11, 30, new RowRange(0, 5), 2, Sync.FREE);
        assertThat(attention.word(0)).isEqualTo(4 | 1 << 4 | 0xc << 8);
        assertThat(attention.word(3)).isEqualTo(11 << 16);
        assertThat(attention.word(4)).isEqualTo(5 | 2 << 10);
        assertThat(attention.word(6)).isEqualTo(30);
    }

    @Test
    void aNumberThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> MatMulCommand.of(AT, AT, 1024, 1, 1, Sync.FREE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command field tiles is 1024, its limit is 1023");
        assertThatThrownBy(() -> StoreCommand.of(Region.OUTPUT, -1, 1, 0, Sync.FREE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offsetHigh");
    }

    @Test
    void rulesNameFieldValueAndLimit() {
        CommandRules rules = new CommandRules(SHIFT);
        assertThat(rules.fault(MatMulCommand.of(AT, AT, 1, 1, 1, Sync.FREE))).isEmpty();
        assertThat(rules.fault(MatMulCommand.of(AT, AT, 1, 0, 1, Sync.FREE)))
                .hasValue("outTiles is 0, but must be at least 1");
        assertThat(rules.fault(SoftmaxCommand.of(AT, 5, 81, 3, Sync.FREE)))
                .hasValue("keys is 81, but must be at most 80");
        assertThat(rules.fault(NormCommand.of(AT, AT, new RowRange(4, 1), 1, 0, 1, 3, Sync.FREE)))
                .hasValue("firstRow is 4, but must be at most 3");
        assertThat(rules.fault(NormCommand.of(AT, AT, new RowRange(3, 1), 4, 1, 0, 1, 3, Sync.FREE)))
                .hasValue("rotation is 4, but must be at most 3");
        assertThat(rules.fault(StoreCommand.of(Region.INPUT, 0, 1, 0, Sync.FREE)))
                .hasValue("region is 1, but must be one of [2]");
        assertThat(rules.fault(MatMulCommand.ofUnsigned(AT, AT, 1, 1, 1, Sync.FREE)))
                .hasValue("MATMUL has no flag 1 on this machine");
        assertThat(rules.fault(Command.sync(Unit.CONTROL, Sync.FREE))).hasValue("CONTROL can only end the program");
        assertThat(new CommandRules(MULTIPLY).fault(Command.sync(Unit.SHIFTMM, Sync.FREE)))
                .hasValue("the machine has no unit 6");
        assertThat(new CommandRules(MULTIPLY).fault(MatMulCommand.ofUnsigned(AT, AT, 1, 1, 1, Sync.FREE)))
                .isEmpty();
    }

    @Test
    void listingSaysWhatACommandDoes() {
        Sync sync = Sync.FREE
                .after(Semaphore.WEIGHTS_LOADED)
                .afterEachTile(Semaphore.NORM_ROWS)
                .signalEnd(Semaphore.WEIGHTS_FREE);
        assertThat(CommandListing.line(MatMulCommand.of(new StridedAddress(0, 4), AT, 5, 4, 3, true, sync)))
                .isEqualTo(
                        "MATMUL [after WEIGHTS_LOADED, each tile after NORM_ROWS] aStride=4 bBase=7 bStride=9 tiles=5"
                                + " outTiles=4 depthWords=3 int4 -> WEIGHTS_FREE");
        assertThat(CommandListing.line(ControlCommand.end())).isEqualTo("CONTROL end");
        assertThat(CommandListing.line(LoadCommand.of(Region.MODEL, 64, 2, LoadCommand.Destination.ACT, 0, Sync.FREE)))
                .isEqualTo("LOAD offsetLow=64 region=MODEL destination=ACT words=2");
    }

    @ParameterizedTest
    @CsvSource({"header", "operands"})
    void theDocumentHasTheseTables(String table) throws IOException {
        List<String> lines = table.equals("header") ? CommandManual.header() : CommandManual.operands();
        assertThat(Files.readString(Path.of("doc/architecture.md"))).contains(String.join("\n", lines) + "\n");
    }
}
