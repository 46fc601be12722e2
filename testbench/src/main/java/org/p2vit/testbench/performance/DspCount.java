// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * DSP slices of a whole accelerator.
 *
 * @param source {@code synthesis} if yosys counted them, {@code estimate} otherwise
 */
public record DspCount(long slices, String source) {
    /**
     * @param reports folder in which {@code make synth} leaves {@code synth-NAME.json}; need not exist
     * @throws InvalidInputException if that file is no JSON
     */
    public static DspCount of(AcceleratorConfig config, Path reports) {
        Path report = reports.resolve("synth-" + config.name() + ".json");
        if (Files.isReadable(report)) {
            try {
                JsonNode total = JsonMapper.shared()
                        .readTree(Files.readString(report))
                        .path("result")
                        .path("total");
                if (total.path("dsp").asLong(0) > 0) {
                    return new DspCount(total.path("dsp").asLong(), "synthesis");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JacksonException e) {
                throw new InvalidInputException(
                        report + " is no report of synth, perhaps a damaged one; remove it or run synth again", e);
            }
        }
        return new DspCount(ResourceEstimate.of(config).dsp(), "estimate");
    }
}
