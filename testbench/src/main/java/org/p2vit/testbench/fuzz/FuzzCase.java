// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.check.Repeat;

/**
 * A run to try. Its line says everything about it, so that nothing else is needed to repeat it, also after the drawing has changed.
 *
 * @param images in a row from one start
 * @param seed of weights, images, start-up state and stalls
 */
public record FuzzCase(
        AcceleratorConfig config, FuzzNetwork network, FuzzMemory memory, int images, Overlap overlap, long seed) {
    private static final int MOST_IMAGES = 8;

    public FuzzCase {
        if (images < 1 || images > MOST_IMAGES) {
            throw new InvalidInputException("'images' of the case is " + images + "; possible: 1 to " + MOST_IMAGES);
        }
    }

    /** Its line, the same for equal cases. */
    public String text() {
        CaseLine line = new CaseLine();
        ConfigurationFields.put(config, line);
        network.put(line);
        memory.put(line);
        return line.put("images", images)
                .put("overlap", overlap)
                .put("seed", seed)
                .text();
    }

    /** The part of the line that decides the hardware. */
    String hardware() {
        return ConfigurationFields.put(config, new CaseLine()).text();
    }

    /** @throws InvalidInputException naming the field that is missing, unknown or impossible */
    public static FuzzCase parse(String text) {
        CaseLine line = CaseLine.parse(text);
        FuzzCase parsed = new FuzzCase(
                ConfigurationFields.take(line),
                FuzzNetwork.take(line),
                FuzzMemory.take(line),
                line.takeNumber("images"),
                CaseLine.constant("overlap", line.take("overlap"), Overlap.class),
                line.takeLong("seed"));
        line.end();
        return parsed;
    }

    /** One command that runs it again. */
    Repeat repeat() {
        return new Repeat(seed, "make fuzz CASE='" + text() + "'");
    }

    FuzzCase with(FuzzNetwork other) {
        return new FuzzCase(config, other, memory, images, overlap, seed);
    }

    FuzzCase with(FuzzMemory other) {
        return new FuzzCase(config, network, other, images, overlap, seed);
    }

    FuzzCase with(int otherImages) {
        return new FuzzCase(config, network, memory, otherImages, overlap, seed);
    }

    FuzzCase with(Overlap other) {
        return new FuzzCase(config, network, memory, images, other, seed);
    }
}
