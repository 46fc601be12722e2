// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/**
 * The pins of a stream port: {@code name_valid}, {@code name_ready} (null for a flow), and the payload {@code
 * name_payload} or {@code name_payload_field}.
 */
record StreamPins(String name, Pin valid, Pin ready, List<Pin> payload) {
    static StreamPins of(Model model, String name) {
        Pin valid = model.pin(name + "_valid");
        Pin ready = model.hasPin(name + "_ready") ? model.pin(name + "_ready") : null;
        List<Pin> payload = model.built().pins().stream()
                .filter(p -> p.name().equals(name + "_payload") || p.name().startsWith(name + "_payload_"))
                .toList();
        return new StreamPins(name, valid, ready, payload);
    }

    boolean fires(Model model) {
        return model.isHigh(valid) && (ready == null || model.isHigh(ready));
    }

    Pin onlyPayload() {
        if (payload.size() != 1) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "stream %s has %d payload pins, not one", name, payload.size()));
        }
        return payload.get(0);
    }
}
