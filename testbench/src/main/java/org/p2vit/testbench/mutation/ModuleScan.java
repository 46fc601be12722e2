// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.p2vit.testbench.mutation.ExpressionFaults.Fault;
import org.p2vit.testbench.mutation.VerilogLexer.Kind;
import org.p2vit.testbench.mutation.VerilogLexer.Word;

/** Reads one module and collects what could be wrong in it. */
final class ModuleScan {
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+('[bdh][0-9a-fA-F]+)?");
    private static final Set<String> CLOCKS = Set.of("aclk", "clk");
    /** Only modules that SpinalHDL did not write have such variables. */
    private static final String BY_HAND = "integer";

    private static final Set<String> KEYWORDS = Set.of("begin", "end", "else", "endcase", "default");

    private final VerilogWords words;
    private final String name;
    /** Of the words behind the name. */
    private final int start;

    private final Declarations signals = new Declarations();
    private final List<Found> found = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    /** Conditions that wait for the name of what they decide. */
    private final List<Consumer<String>> undecided = new ArrayList<>();

    private ModuleScan(VerilogWords words) {
        this.words = words;
        this.name = words.next().text();
        this.start = words.position();
    }

    /**
     * @param signal what is assigned, for a condition what is assigned first under it, for an instance its port
     * @param shape hash of the statement without its numbers, and of the place in it
     */
    record Found(String signal, String shape, Fault fault) {}

    /** A module of which only the ports are known, the words standing behind them. */
    static ModuleScan header(VerilogWords words) {
        ModuleScan module = new ModuleScan(words);
        words.skipBehind("(");
        while (!words.nextIs(";")) {
            if (Declarations.begins(words)) {
                module.signals.declare(words);
            } else {
                words.next();
            }
        }
        return module;
    }

    String name() {
        return name;
    }

    Declarations signals() {
        return signals;
    }

    List<Found> found() {
        return found;
    }

    /** Hash of all that is in the module; names of instantiated modules count without their numbers. */
    String digest() {
        return hash(text.toString(), 4);
    }

    /** @param ports of all modules */
    void read(Map<String, Declarations> ports) {
        words.back(start);
        words.skipBehind(";");
        while (!words.skip("endmodule")) {
            if (words.nextIs(BY_HAND)) {
                found.clear();
                return;
            }
            item(ports);
        }
    }

    private void item(Map<String, Declarations> ports) {
        int from = words.peek().from();
        if (Declarations.begins(words)) {
            signals.declare(words);
            words.skipBehind(";");
        } else if (words.skip("assign")) {
            assignment();
        } else if (words.skip("initial")) {
            skipBlock();
        } else if (words.skip("always")) {
            words.take("@");
            words.skipBehind(")");
            process();
        } else if (words.skip("localparam")) {
            words.skipBehind(";");
        } else {
            instance(ports);
            return;
        }
        note(from);
    }

    /** The digest has all text but the names of modules that are instantiated. */
    private void note(int from) {
        text.append(words.text(from, words.end()).replaceAll("\\s+", " "));
    }

    private void skipBlock() {
        int depth = 0;
        do {
            Word word = words.next();
            depth += word.is("begin") ? 1 : word.is("end") ? -1 : 0;
        } while (depth > 0);
    }

    private void process() {
        words.take("begin");
        int depth = 1;
        while (depth > 0) {
            if (words.nextIs("if") || words.nextIs("case")) {
                condition(words.next());
            } else if (words.nextIs(Kind.NAME)
                    && !KEYWORDS.contains(words.peek().text())
                    && !isLabel()) {
                assignment();
            } else {
                Word word = words.next();
                depth += word.is("begin") ? 1 : word.is("end") ? -1 : 0;
            }
        }
    }

    private boolean isLabel() {
        int before = words.position();
        words.next();
        boolean label = words.nextIs(":") || words.nextIs(",");
        words.back(before);
        return label;
    }

    private void condition(Word keyword) {
        words.take("(");
        ExpressionFaults expression = new ExpressionFaults(words, signals);
        int from = words.peek().from();
        expression.read();
        int to = words.end();
        words.take(")");
        List<Fault> faults = new ArrayList<>(expression.faults());
        if (keyword.is("if") && !covers(faults, MutationOperator.NEGATE, from, to)) {
            faults.add(new Fault(MutationOperator.NEGATE, from, to, "(! (" + words.text(from, to) + "))"));
        }
        undecided.add(target -> add(keyword.text() + ":" + target, from, to, faults));
    }

    private static boolean covers(List<Fault> faults, MutationOperator operator, int from, int to) {
        return faults.stream()
                .anyMatch(fault -> fault.operator() == operator && fault.from() == from && fault.to() == to);
    }

    private void assignment() {
        int start = words.peek().from();
        String target = words.next().text();
        undecided.forEach(condition -> condition.accept(target));
        undecided.clear();
        int width = signals.width(target);
        if (words.skip("[")) {
            width = selected(target, width);
        }
        boolean register = words.nextIs("<=");
        words.next();
        int from = words.peek().from();
        ExpressionFaults expression = new ExpressionFaults(words, signals);
        boolean signed = expression.read();
        int to = words.end();
        words.take(";");
        List<Fault> faults = new ArrayList<>(expression.faults());
        stuck(faults, from, to, width, signed);
        if (register) {
            faults.add(new Fault(MutationOperator.DROP, start, words.end(), ""));
        }
        add(target, start, to, faults);
    }

    /** Width of what is assigned behind an opened bracket. */
    private int selected(String target, int width) {
        int high =
                words.nextIs(Kind.NUMBER) ? Integer.parseInt(words.peek().text().replaceAll("'.*", "")) : 0;
        new ExpressionFaults(words, signals).read();
        int low = high;
        if (words.skip(":")) {
            low = Integer.parseInt(words.next().text());
        }
        words.take("]");
        return signals.isMemory(target) ? width : high - low + 1;
    }

    private void stuck(List<Fault> faults, int from, int to, int width, boolean signed) {
        if (covers(faults, MutationOperator.CONSTANT, from, to)) {
            return;
        }
        faults.add(new Fault(MutationOperator.STUCK_0, from, to, constant(width, 0, signed)));
        faults.add(new Fault(MutationOperator.STUCK_1, from, to, constant(width, 1, signed)));
        if (width == 1 && !covers(faults, MutationOperator.NEGATE, from, to)) {
            faults.add(new Fault(MutationOperator.NEGATE, from, to, "(! (" + words.text(from, to) + "))"));
        }
    }

    private static String constant(int width, int bit, boolean signed) {
        String all = "{" + width + "{1'b" + bit + "}}";
        return signed ? "$signed(" + all + ")" : all;
    }

    private void instance(Map<String, Declarations> modules) {
        Declarations ports = modules.get(words.next().text());
        int from = words.peek().from();
        String instance = words.next().text();
        words.take("(");
        while (words.skip(".")) {
            String port = words.next().text();
            words.take("(");
            connection(instance, port, ports);
            words.take(")");
            words.skip(",");
        }
        words.take(")");
        words.take(";");
        note(from);
    }

    private void connection(String instance, String port, Declarations ports) {
        int from = words.peek().from();
        ExpressionFaults expression = new ExpressionFaults(words, signals);
        boolean signed = expression.read();
        int to = words.end();
        if (ports.isInput(port) && !CLOCKS.contains(port)) {
            List<Fault> faults = new ArrayList<>(expression.faults());
            stuck(faults, from, to, ports.width(port), signed);
            add(instance + "." + port, from, to, faults);
        }
    }

    private void add(String signal, int from, int to, List<Fault> faults) {
        String statement = NUMBER.matcher(words.text(from, to)).replaceAll("9");
        for (Fault fault : faults) {
            int place = NUMBER.matcher(words.text(from, Math.max(from, fault.from())))
                    .replaceAll("9")
                    .length();
            String mutated = NUMBER.matcher(fault.mutated()).replaceAll("9");
            found.add(new Found(signal, hash(statement + "@" + place + mutated, 6), fault));
        }
    }

    private static String hash(String text, int digits) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue()).substring(0, digits);
    }
}
