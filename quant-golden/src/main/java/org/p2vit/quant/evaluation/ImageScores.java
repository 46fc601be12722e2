// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * What one image showed.
 *
 * @param cases of float and of each method; empty if the image is bad
 * @param fault why it is; empty if it is not
 */
record ImageScores(List<ScoreSums.Case> cases, String fault) implements Serializable {
    static ImageScores bad(String fault) {
        return new ImageScores(List.of(), fault);
    }

    boolean isBad() {
        return cases.isEmpty();
    }
}
