// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** Puts operands into a command; every value must fit its field. */
final class CommandBuilder {
    private final Unit unit;
    private final Sync sync;
    private final int[] words = new int[CommandFormat.WORDS];

    CommandBuilder(Unit unit, Sync sync) {
        this.unit = unit;
        this.sync = sync;
    }

    CommandBuilder put(CommandField field, long value) {
        words[field.word()] |= field.encode(value);
        return this;
    }

    CommandBuilder put(StridedField field, StridedAddress address) {
        return put(field.base(), address.base()).put(field.stride(), address.stride());
    }

    <E extends Enum<E> & CommandCode> CommandBuilder put(CodedField<E> field, E code) {
        return put(field.field(), code.code());
    }

    CommandBuilder put(CommandFlag flag, boolean set) {
        return put(flag.field(), set ? 1 : 0);
    }

    Command build() {
        int[] operands = new int[CommandFormat.WORDS - CommandFormat.FIRST_OPERAND];
        System.arraycopy(words, CommandFormat.FIRST_OPERAND, operands, 0, operands.length);
        return new Command(unit, true, words[0] >>> CommandFormat.FLAGS.low(), sync, operands);
    }
}
