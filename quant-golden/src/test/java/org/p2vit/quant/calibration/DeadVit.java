// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** A network whose weights are all zero: every choice by least error is a tie. */
final class DeadVit {
    private DeadVit() {}

    static FloatVit of(VitShape shape) {
        int dim = shape.dim();
        FloatNorm norm = new FloatNorm(zeros(dim), zeros(dim), FloatNorm.TIMM_EPSILON);
        FloatBlock block = new FloatBlock(
                norm,
                linear(3 * dim, dim),
                linear(dim, dim),
                norm,
                linear(shape.mlpDim(), dim),
                linear(dim, shape.mlpDim()));
        List<FloatBlock> blocks = Collections.nCopies(shape.depth(), block);
        return new FloatVit(
                shape,
                linear(dim, shape.patchDepth()),
                zeros(dim),
                zeros(shape.tokens(), dim),
                blocks,
                Optional.of(norm),
                linear(shape.classes(), dim),
                Map.of());
    }

    private static FloatLinear linear(int outputs, int inputs) {
        return new FloatLinear(zeros(outputs, inputs), zeros(outputs));
    }

    private static FloatTensor zeros(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return FloatTensor.of(new float[size], shape);
    }
}
