// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.util.List;

/**
 * How well networks did on labelled images.
 *
 * @param methods the float network, then the others in their order
 * @param badImages what was left out, in the order of the images
 */
public record Scores(List<MethodScore> methods, List<BadImage> badImages) {
    public Scores {
        methods = List.copyOf(methods);
        badImages = List.copyOf(badImages);
    }
}
