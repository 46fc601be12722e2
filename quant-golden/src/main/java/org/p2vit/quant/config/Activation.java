// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names of activations. The only one that the integer network has is GELU with the error function (numeric contract, §6). */
final class Activation {
    private static final Set<String> GELU = Set.of("gelu", "gelu_python", "gelu_erf");
    private static final String TANH = ", GELU by its tanh approximation";
    private static final Map<String, String> OTHERS = Map.of(
            "gelu_new", TANH,
            "gelu_tanh", TANH,
            "gelu_fast", TANH,
            "gelu_accurate", TANH,
            "gelu_pytorch_tanh", TANH,
            "quick_gelu", ", x·sigmoid(1.702·x)",
            "quickgelu", ", x·sigmoid(1.702·x)");

    private Activation() {}

    /** The activation that a key names, if it names one; any but GELU is refused. */
    static Optional<Statement> of(ConfigObject object, String key) {
        Optional<String> name = object.text(key);
        if (name.isPresent() && !GELU.contains(name.get())) {
            throw object.wrong(
                    key,
                    "the activation " + name.get() + OTHERS.getOrDefault(name.get(), "")
                            + ", is not supported; only GELU with the error function (\"gelu\") is");
        }
        return name.map(text -> new Statement(Fact.ACTIVATION, "gelu", object.says(key)));
    }
}
