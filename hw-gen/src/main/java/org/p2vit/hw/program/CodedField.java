// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.List;

/** A field whose numbers have names. */
public record CodedField<E extends Enum<E> & CommandCode>(CommandField field, List<E> codes) {
    /**
     * The code of a command.
     *
     * @throws IllegalArgumentException for a number without name
     */
    public E of(CommandView command) {
        int number = command.get(field);
        return codes.stream()
                .filter(code -> code.code() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("command field " + field.name() + " is " + number));
    }

    /** Name of a number, or the number. */
    public String text(int number) {
        return codes.stream()
                .filter(code -> code.code() == number)
                .map(CommandCode::name)
                .findFirst()
                .orElse(Integer.toString(number));
    }
}
