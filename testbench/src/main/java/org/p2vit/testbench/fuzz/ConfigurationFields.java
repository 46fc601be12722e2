// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.BufferConfig;
import org.p2vit.hw.config.BufferSetConfig;
import org.p2vit.hw.config.ControlConfig;
import org.p2vit.hw.config.LimitConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.quant.InvalidInputException;

/**
 * The fields of a case that are its configuration: {@code array=T,W,R,element attention=kind buffers=…} in the order of
 * {@link BufferSetConfig}, each as its words and the first letter of its kind of memory, a dash for one that is not built,
 * {@code limits=tokens,dim,head control=queue,address,reads}.
 */
final class ConfigurationFields {
    private static final String ABSENT = "-";
    private static final int BUFFERS = 8;

    private ConfigurationFields() {}

    /** What decides the hardware alone; equal for configurations that differ in name or description. */
    static CaseLine put(AcceleratorConfig config, CaseLine line) {
        ArrayConfig array = config.array();
        BufferSetConfig buffers = config.buffers();
        LimitConfig limits = config.limits();
        ControlConfig control = config.control();
        return line.put("array", array.tokenTile(), array.word(), array.postPipes(), array.pe())
                .put("attention", config.attention())
                .put(
                        "buffers",
                        Stream.of(
                                        buffers.activation(),
                                        buffers.weight(),
                                        buffers.residual(),
                                        buffers.value(),
                                        buffers.code(),
                                        buffers.requantParam(),
                                        buffers.normParam(),
                                        buffers.logit())
                                .map(ConfigurationFields::text)
                                .toArray())
                .put("limits", limits.maxTokens(), limits.maxDim(), limits.maxHeadDim())
                .put("control", control.queueDepth(), control.addressBits(), control.maxOutstandingReads());
    }

    static AcceleratorConfig take(CaseLine line) {
        List<String> array = line.takeParts("array", 4);
        AttentionKind attention = CaseLine.constant("attention", line.take("attention"), AttentionKind.class);
        List<BufferConfig> buffers = new ArrayList<>();
        line.takeParts("buffers", BUFFERS).forEach(text -> buffers.add(buffer(text)));
        int[] limits = numbers("limits", line);
        int[] control = numbers("control", line);
        return LegalConfigurations.named(
                LegalConfigurations.NAME,
                new ArrayConfig(
                        CaseLine.number("array", array.get(0)),
                        CaseLine.number("array", array.get(1)),
                        CaseLine.number("array", array.get(2)),
                        CaseLine.constant("array", array.get(3), ProcessingElement.class)),
                attention,
                new BufferSetConfig(
                        buffers.get(0),
                        buffers.get(1),
                        buffers.get(2),
                        buffers.get(3),
                        buffers.get(4),
                        buffers.get(5),
                        buffers.get(6),
                        buffers.get(7)),
                new LimitConfig(limits[0], limits[1], limits[2]),
                new ControlConfig(control[0], control[1], control[2]));
    }

    private static int[] numbers(String key, CaseLine line) {
        return line.takeParts(key, 3).stream()
                .mapToInt(text -> CaseLine.number(key, text))
                .toArray();
    }

    private static String text(BufferConfig buffer) {
        return buffer == null ? ABSENT : buffer.words() + letter(buffer.style());
    }

    private static String letter(HwMemory.Style style) {
        return style.name().substring(0, 1).toLowerCase(Locale.ROOT);
    }

    private static BufferConfig buffer(String text) {
        if (text.equals(ABSENT)) {
            return null;
        }
        for (HwMemory.Style style : HwMemory.Style.values()) {
            if (text.endsWith(letter(style))) {
                return new BufferConfig(CaseLine.number("buffers", text.substring(0, text.length() - 1)), style);
            }
        }
        throw new InvalidInputException(
                "'buffers' of the case has '" + text + "'; possible: words and b, u or d, or a dash");
    }
}
