// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** Values that no configuration may have. */
final class ConfigException extends InvalidInputException {
    private static final long serialVersionUID = 1;

    /** Serializable: a list made by {@link List#copyOf}. */
    private final transient List<String> sentences;

    /** @param sentences each begins with the field that is wrong */
    ConfigException(List<String> sentences) {
        super(String.join("; ", sentences));
        this.sentences = List.copyOf(sentences);
    }

    List<String> sentences() {
        return sentences;
    }
}
