// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.p2vit.hw.config.AttentionKind;

/**
 * The fields, flags and constraints of one unit's commands, in the order in which its class declares them. No two fields share a bit.
 */
public final class CommandLayout {
    private final Unit unit;
    private final List<CommandField> fields = new ArrayList<>();
    private final List<CommandFlag> flags = new ArrayList<>();
    private final List<CodedField<?>> coded = new ArrayList<>();
    private List<CommandConstraint> constraints = List.of();

    CommandLayout(Unit unit) {
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    public List<CommandField> fields() {
        return Collections.unmodifiableList(fields);
    }

    public List<CommandFlag> flags() {
        return Collections.unmodifiableList(flags);
    }

    /** The fields among {@link #fields} whose numbers have names. */
    public List<CodedField<?>> coded() {
        return Collections.unmodifiableList(coded);
    }

    /** What a running command must hold to, in the order in which the hardware looks at it. */
    public List<CommandConstraint> constraints() {
        return constraints;
    }

    /** The bits of word 0 at {@link CommandFormat#FLAGS} that mean something on a machine. */
    public int knownFlags(AttentionKind attention) {
        int known = 0;
        for (CommandFlag flag : flags) {
            known |= flag.knownTo(attention) ? flag.field().mask() : 0;
        }
        for (CommandField field : fields) {
            known |= field.word() == CommandFormat.FLAGS.word() ? field.mask() : 0;
        }
        return known >>> CommandFormat.FLAGS.low();
    }

    CommandField field(String name, int word, int high, int low) {
        return add(new CommandField(name, word, high, low));
    }

    /** A field that stands in several units' commands. */
    CommandField add(CommandField field) {
        for (CommandField other : fields) {
            if (other.word() == field.word() && (other.mask() & field.mask()) != 0) {
                throw new IllegalStateException(unit + " has fields " + other + " and " + field + " in the same bits");
            }
        }
        fields.add(field);
        return field;
    }

    StridedField strided(String name, int word) {
        StridedField field = StridedField.of(name, word);
        add(field.base());
        add(field.stride());
        return field;
    }

    <E extends Enum<E> & CommandCode> CodedField<E> coded(CommandField field, Class<E> codes) {
        CodedField<E> named = new CodedField<>(add(field), List.of(codes.getEnumConstants()));
        coded.add(named);
        return named;
    }

    CommandFlag flag(String name, int bit) {
        return add(new CommandFlag(name, bit));
    }

    CommandFlag flag(String name, int bit, AttentionKind only) {
        return add(new CommandFlag(name, bit, only));
    }

    CommandFlag add(CommandFlag flag) {
        flags.add(flag);
        return flag;
    }

    /** Closes the declaration. */
    void require(CommandConstraint... all) {
        constraints = List.of(all);
    }

    /** A command that runs, with the operands that are put into it. */
    CommandBuilder command(Sync sync) {
        return new CommandBuilder(unit, sync);
    }
}
