// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.p2vit.quant.model.Activation;

/** Names that checkpoints give to activations. */
public final class ActivationName {
    private static final Map<String, Activation> KNOWN = Map.ofEntries(
            Map.entry("gelu", Activation.GELU),
            Map.entry("gelu_python", Activation.GELU),
            Map.entry("gelu_erf", Activation.GELU),
            Map.entry("gelu_new", Activation.GELU_TANH),
            Map.entry("gelu_tanh", Activation.GELU_TANH),
            Map.entry("gelu_fast", Activation.GELU_TANH),
            Map.entry("gelu_accurate", Activation.GELU_TANH),
            Map.entry("gelu_pytorch_tanh", Activation.GELU_TANH),
            Map.entry("quick_gelu", Activation.QUICK_GELU),
            Map.entry("quickgelu", Activation.QUICK_GELU),
            Map.entry("relu", Activation.RELU));

    private ActivationName() {}

    /** The activation of a name, in large letters or small; none of one that is not known. */
    public static Optional<Activation> parse(String name) {
        return Optional.ofNullable(KNOWN.get(name.toLowerCase(Locale.ROOT)));
    }

    /** For messages. */
    public static String known() {
        return String.join(", ", new TreeSet<>(KNOWN.keySet()));
    }

    /** The activation that a key names, if it names one; any that is not known is refused. */
    static Optional<Statement> of(ConfigObject object, String key) {
        return object.text(key).map(name -> {
            Activation activation = parse(name)
                    .orElseThrow(() -> object.wrong(
                            key, "the activation " + name + " is not supported; supported are " + known()));
            return new Statement(Fact.ACTIVATION, activation.label(), object.says(key));
        });
    }
}
