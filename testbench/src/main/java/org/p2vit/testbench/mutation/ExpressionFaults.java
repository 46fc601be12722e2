// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2vit.testbench.mutation.VerilogLexer.Kind;
import org.p2vit.testbench.mutation.VerilogLexer.Word;

/**
 * Reads one expression and collects what could be wrong in it. Every faulty text has the width and the sign of what it replaces, so that
 * either can be chosen where the expression stands. Operators are taken in the order of their writing: SpinalHDL puts parentheses around
 * every operation.
 */
final class ExpressionFaults {
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("+", "-"),
            Map.entry("-", "+"),
            Map.entry("==", "!="),
            Map.entry("!=", "=="),
            Map.entry("<", "<="),
            Map.entry("<=", "<"),
            Map.entry(">", ">="),
            Map.entry(">=", ">"),
            Map.entry("&&", "||"),
            Map.entry("||", "&&"),
            Map.entry("&", "|"),
            Map.entry("|", "&"));

    private final VerilogWords words;
    private final Declarations signals;
    private final List<Fault> faults = new ArrayList<>();

    ExpressionFaults(VerilogWords words, Declarations signals) {
        this.words = words;
        this.signals = signals;
    }

    /** What could stand from one offset to another. */
    record Fault(MutationOperator operator, int from, int to, String mutated) {}

    /** Passes the expression that comes next; true if it is a signed one. */
    boolean read() {
        int from = words.peek().from();
        boolean signed = operand();
        if (words.skip("?")) {
            return choice(from);
        }
        while (words.nextIs(Kind.MARK) && isOperator(words.peek().text())) {
            Word operator = words.next();
            boolean right = operand();
            replace(from, operator);
            signed = isShift(operator.text()) ? signed : signed && right && !isComparison(operator.text());
        }
        return words.skip("?") ? choice(from) : signed;
    }

    private boolean choice(int from) {
        int condition = words.end() - 1;
        int first = words.peek().from();
        boolean left = read();
        int firstEnd = words.end();
        words.take(":");
        int second = words.peek().from();
        boolean right = read();
        add(
                MutationOperator.SWAP,
                from,
                words.end(),
                words.text(from, condition) + "? " + words.text(second, words.end()) + " : "
                        + words.text(first, firstEnd));
        return left && right;
    }

    List<Fault> faults() {
        return faults;
    }

    private boolean operand() {
        if (words.skip("(")) {
            boolean signed = read();
            words.take(")");
            return signed;
        }
        if (words.nextIs("{")) {
            concatenation();
            return false;
        }
        Word word = words.next();
        if (word.is("!") || word.is("~")) {
            boolean signed = operand();
            add(
                    MutationOperator.NEGATE,
                    word.from(),
                    words.end(),
                    words.text(word.to(), words.end()).strip());
            return signed && word.is("~");
        }
        if (word.is("-") || word.is("|") || word.is("&") || word.is("^")) {
            return operand() && word.is("-");
        }
        if (word.text().startsWith("$")) {
            words.take("(");
            read();
            words.take(")");
            return word.is("$signed");
        }
        if (word.kind() == Kind.NUMBER) {
            constant(word);
        } else {
            select(word);
        }
        return false;
    }

    private void concatenation() {
        words.take("{");
        if (words.nextIs(Kind.NUMBER)) {
            int before = words.position();
            words.next();
            if (words.nextIs("{")) {
                concatenation();
                words.take("}");
                return;
            }
            words.back(before);
        }
        do {
            read();
        } while (words.skip(","));
        words.take("}");
    }

    /** The least bit and the greatest. */
    private void constant(Word word) {
        if (!word.text().contains("'")) {
            return;
        }
        Literal literal = Literal.of(word.text());
        add(MutationOperator.CONSTANT, word.from(), word.to(), literal.flipped(0));
        if (literal.width() > 1) {
            add(MutationOperator.CONSTANT, word.from(), word.to(), literal.flipped(literal.width() - 1));
        }
    }

    private void select(Word name) {
        if (!words.skip("[")) {
            return;
        }
        int from = words.peek().from();
        if (words.nextIs(Kind.NUMBER) && !words.peek().text().contains("'")) {
            int high = Integer.parseInt(words.next().text());
            int low = words.skip(":") ? Integer.parseInt(words.next().text()) : high;
            words.take("]");
            shifted(name, high, low);
        } else {
            read();
            add(MutationOperator.INDEX, from, words.end(), "(" + words.text(from, words.end()) + " + 1'b1)");
            words.take("]");
        }
    }

    private void shifted(Word name, int high, int low) {
        int by = low > 0 ? -1 : high + 1 < signals.width(name.text()) ? 1 : 0;
        if (by == 0 || signals.isMemory(name.text())) {
            return;
        }
        String bits = high == low ? String.valueOf(high + by) : (high + by) + ":" + (low + by);
        add(MutationOperator.INDEX, name.from(), words.end(), name.text() + "[" + bits + "]");
    }

    private void replace(int from, Word operator) {
        String left = words.text(from, operator.from()).strip();
        String right = words.text(operator.to(), words.end()).strip();
        if (operator.is("&&") || operator.is("||")) {
            add(MutationOperator.OMIT, from, words.end(), left);
            add(MutationOperator.OMIT, from, words.end(), right);
        }
        String other = OTHER.get(operator.text());
        if (other != null) {
            add(MutationOperator.REPLACE, from, words.end(), left + " " + other + " " + right);
        }
    }

    private void add(MutationOperator operator, int from, int to, String mutated) {
        faults.add(new Fault(operator, from, to, mutated));
    }

    private static boolean isOperator(String text) {
        return OTHER.containsKey(text) || isShift(text) || text.equals("*") || text.equals("^");
    }

    private static boolean isShift(String text) {
        return text.startsWith("<<") || text.startsWith(">>");
    }

    private static boolean isComparison(String text) {
        return text.contains("=") || text.equals("<") || text.equals(">") || text.equals("&&") || text.equals("||");
    }
}
