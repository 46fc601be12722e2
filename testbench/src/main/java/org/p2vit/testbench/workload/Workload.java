// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.workload;

import java.util.List;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatVit;

/**
 * What is run.
 *
 * @param name of the network, for people
 * @param reference the float network, if at hand
 * @param images to simulate, at least one
 * @param evaluation labelled images for the accuracy of the networks, may be empty
 * @param preprocessing of all these images
 */
public record Workload(
        String name,
        QuantizedVit network,
        Optional<FloatVit> reference,
        List<InputImage> images,
        List<InputImage> evaluation,
        PixelReport preprocessing) {
    public Workload {
        images = List.copyOf(images);
        evaluation = List.copyOf(evaluation);
        reference.ifPresent(vit -> {
            if (!vit.shape().equals(network.shape())) {
                throw new InvalidInputException("the float network is " + vit.shape() + " but the quantized one is "
                        + network.shape() + "; give the weights it was quantized from");
            }
        });
    }

    /** Name of a class, empty if the network has none. */
    public String className(int index) {
        return index < network.labels().size() ? network.labels().get(index) : "";
    }
}
