// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** Networks that are known by a name: patches of 16×16 of an RGB image of 224×224, twelve blocks, a thousand classes. */
public enum Architecture {
    DEIT_TINY("deit-tiny", 192, 1),
    DEIT_SMALL("deit-small", 384, 1),
    DEIT_BASE("deit-base", 768, 1),
    DEIT_TINY_DISTILLED("deit-tiny-distilled", 192, 2),
    DEIT_SMALL_DISTILLED("deit-small-distilled", 384, 2),
    DEIT_BASE_DISTILLED("deit-base-distilled", 768, 2),
    VIT_SMALL("vit-small", 384, 1),
    VIT_BASE("vit-base", 768, 1);

    private static final int IMAGE = 224;
    private static final int CHANNELS = 3;
    private static final int PATCH = 16;
    private static final int DEPTH = 12;
    private static final int HEAD_DIM = 64;
    private static final int MLP_RATIO = 4;
    private static final int CLASSES = 1000;

    private final String label;
    private final int dim;
    private final int classTokens;

    Architecture(String label, int dim, int classTokens) {
        this.label = label;
        this.dim = dim;
        this.classTokens = classTokens;
    }

    /** The name in commands and reports, e.g. {@code deit-tiny}. */
    public String label() {
        return label;
    }

    /** The dimensions behind the name. */
    public VitShape shape() {
        return new VitShape(IMAGE, IMAGE, CHANNELS, PATCH, dim, DEPTH, dim / HEAD_DIM, MLP_RATIO * dim, CLASSES)
                .with(classTokens, 0);
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static Architecture named(String label) {
        List<String> known = Arrays.stream(values()).map(Architecture::label).toList();
        return Arrays.stream(values())
                .filter(architecture -> architecture.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "there is no architecture '" + label + "'; known are " + String.join(", ", known)));
    }
}
