// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;

/** One update of all parameters from one batch: cross entropy, AdamW, warm-up and cosine decay. */
final class TrainingStep {
    private static final double PEAK_RATE = 1.5e-3;
    private static final double WARM_UP_SHARE = 0.05;
    private static final float WEIGHT_DECAY = 0.05f;
    private static final float SQUARE_MEMORY = 0.99f;

    private final GlyphVit vit;
    private final int steps;
    private final Optimizer decaying = optimizer(WEIGHT_DECAY);
    private final Optimizer plain = optimizer(0);
    private final Loss crossEntropy = Loss.softmaxCrossEntropyLoss();

    TrainingStep(GlyphVit vit, int steps) {
        this.vit = vit;
        this.steps = steps;
    }

    private Optimizer optimizer(float decay) {
        return Optimizer.adamW()
                .optLearningRateTracker((parameter, step) -> rate(step))
                .optWeightDecays(decay)
                .optBeta2(SQUARE_MEMORY)
                .build();
    }

    private float rate(int step) {
        double warmUp = WARM_UP_SHARE * steps;
        double share = step < warmUp
                ? (step + 1) / (warmUp + 1)
                : 0.5 + 0.5 * StrictMath.cos(StrictMath.PI * (step - warmUp) / (steps - warmUp));
        return (float) (PEAK_RATE * share);
    }

    /** Updates the parameters and returns the batch's mean loss. */
    double run(NDManager parent, GlyphBatch batch) {
        try (NDManager manager = parent.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logits = vit.forward(batch.patches(manager));
            NDArray labels = manager.create(batch.labels());
            NDArray loss = crossEntropy.evaluate(new NDList(labels), new NDList(logits));
            collector.backward(loss);
            vit.parameters().forEach(this::update);
            return loss.getFloat();
        }
    }

    private void update(String name, NDArray parameter) {
        boolean matrix = name.endsWith(".weight") && parameter.getShape().dimension() > 1;
        try (NDArray gradient = parameter.getGradient()) {
            (matrix ? decaying : plain).update(name, parameter, gradient);
            gradient.subi(gradient);
        }
    }
}
