// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.BitWidths;

/**
 * Everything that decides the hardware. Equal configurations give equal Verilog.
 *
 * @param name letters, digits, dots and dashes; the file it was read from, without {@code .yaml}
 * @param grade how much it is tested
 * @param board board it is meant for, or {@code none}
 * @param description one line for lists
 * @param clockMhz intended clock; no effect on the Verilog
 * @param attention what multiplies attention weights with values; {@code shift} where a file does not say
 */
public record AcceleratorConfig(
        String name,
        Grade grade,
        String board,
        String description,
        int clockMhz,
        ArrayConfig array,
        AttentionKind attention,
        BufferSetConfig buffers,
        LimitConfig limits,
        ControlConfig control) {
    /** The configurations that come with the generator. */
    public static final List<String> NAMED =
            List.of("tiny", "pynq-z2", "kv260", "kv260-multiply", "kv260-w4", "zcu104", "zcu104-w4");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public AcceleratorConfig {
        Field.require(
                name != null && NAME.matcher(name).matches(),
                "name is '%s', allowed are letters, digits, '.', '_' and '-'",
                name);
        Field.notBlank("board", board);
        Field.notBlank("description", description);
        Field.inRange("clockMhz", clockMhz, 1, 1000);
        int tiles = array.tiles(limits.maxTokens());
        int headWords = array.words(limits.maxHeadDim());
        int dimWords = array.words(limits.maxDim());
        int keyWords = array.words(limits.maxTokens());
        holds("activation", buffers.activation(), tiles * dimWords, "all tokens of limits.maxDim channels");
        holds("residual", buffers.residual(), tiles * dimWords, "all tokens of limits.maxDim channels");
        boolean shift = attention == AttentionKind.SHIFT;
        built("value", buffers.value(), shift, attention);
        built("code", buffers.code(), shift, attention);
        if (shift) {
            holds("value", buffers.value(), 2 * tiles * headWords, "the values of two heads");
            holds("code", buffers.code(), 2 * tiles * keyWords, "the attention codes of two heads");
        }
        String kept = shift ? "the keys of two heads" : "the keys and the values of a head";
        holds("weight", buffers.weight(), 2 * keyWords * headWords, kept);
        holds("requantParam", buffers.requantParam(), dimWords, "the parameters of limits.maxDim outputs");
        holds("normParam", buffers.normParam(), dimWords, "the parameters of limits.maxDim channels");
    }

    /**
     * Reads a configuration.
     *
     * @param nameOrPath one of {@link #NAMED}, or the path of a YAML file
     * @throws org.p2vit.quant.InvalidInputException naming file, key, value and limit
     */
    public static AcceleratorConfig load(String nameOrPath) {
        return ConfigReader.load(nameOrPath);
    }

    /**
     * Demands that SOFTMAX codes attention weights as a network has them.
     *
     * @param what has these bits, the first words of the message
     * @throws InvalidInputException saying with which bits to quantize
     */
    public void requireAttention(String what, BitWidths bits) {
        if (bits.coding() != attention.coding()) {
            BitWidths fitting = new BitWidths(bits.weights(), attention.coding());
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s has %s attention weights, but configuration %s has attention: %s, which takes %s ones; quantize with --bits %s (make: BITS=%s), or take a configuration with attention: %s",
                    what,
                    bits.coding().label(),
                    name,
                    attention.label(),
                    attention.coding().label(),
                    fitting,
                    fitting,
                    attention.other().label()));
        }
    }

    private static void built(String field, BufferConfig buffer, boolean wanted, AttentionKind attention) {
        Field.require(
                (buffer != null) == wanted,
                wanted
                        ? "buffers.%s is missing; attention: %s needs it"
                        : "buffers.%s is given, but attention: %s builds no such buffer; leave it out",
                field,
                attention.label());
    }

    private static void holds(String field, BufferConfig buffer, int needed, String what) {
        Field.require(
                buffer.words() >= needed,
                "buffers.%s.words is %d, but %s need %d; enlarge it or lower the limits",
                field,
                buffer.words(),
                what,
                needed);
    }
}
