// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.p2vit.quant.InvalidInputException;

/** All that is said about one network. Nobody is believed more than another: two that contradict each other are an error that names both. */
public final class Statements {
    private final Map<Fact, Statement> said = new EnumMap<>(Fact.class);

    /** @throws InvalidInputException naming both, if somebody has said something else */
    public void add(Statement statement) {
        Statement before = said.putIfAbsent(statement.fact(), statement);
        if (before != null && !before.value().equals(statement.value())) {
            throw new InvalidInputException(before.words() + ", but " + statement.words() + ": they disagree about "
                    + statement.fact().text() + "; mend the one that is wrong.");
        }
    }

    /** As {@link #add} one after another. */
    public void addAll(List<Statement> statements) {
        statements.forEach(this::add);
    }

    /** What was said first. */
    public Optional<Statement> of(Fact fact) {
        return Optional.ofNullable(said.get(fact));
    }

    /** A fact that is a whole number. */
    public OptionalInt number(Fact fact) {
        Statement statement = said.get(fact);
        return statement == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(statement.value()));
    }
}
