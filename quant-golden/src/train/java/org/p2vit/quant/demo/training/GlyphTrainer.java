// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.quant.demo.GlyphRenderer;
import org.p2vit.quant.demo.GlyphSet;
import org.p2vit.quant.weights.CheckpointMetadata;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.MemoryTensors;
import org.p2vit.quant.weights.SafetensorsWriter;

/**
 * Trains the demo's weights and writes them over the committed file:
 *
 * <pre>mvn -Ptrain-demo -pl quant-golden process-test-classes</pre>
 *
 * <p>Recipe: AdamW on cross entropy, batches of freshly rendered pictures that are never seen twice, linear warm-up and
 * cosine decay of the learning rate, weight decay on matrices only ({@link TrainingStep}). Everything random comes from
 * seeds and PyTorch runs on one thread, so the same machine writes the same bytes; another processor may sum in another
 * order and end at slightly different weights of the same accuracy. {@code -Ddemo.weights=FILE -Ddemo.steps=N} train
 * something else. PyTorch comes from Maven Central for Linux on x86-64.
 */
public final class GlyphTrainer {
    private static final int BATCH = 32;
    private static final int REPORT_STEPS = 500;
    private static final int REPORT_IMAGES = 720;
    private static final int FINAL_IMAGES = 3600;

    private GlyphTrainer() {}

    /**
     * @param arguments the file to write, the number of steps
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        GlyphSet training = new GlyphSet(GlyphSet.TRAINING_SEED, Math.multiplyExact(steps, BATCH));
        PrintStream out = System.out;
        try (NDManager manager = NDManager.newBaseManager()) {
            GlyphVit vit = new GlyphVit(manager, new Random(GlyphSet.TRAINING_SEED));
            TrainingStep trainingStep = new TrainingStep(vit, steps);
            long start = System.nanoTime();
            double loss = 0;
            for (int step = 1; step <= steps; step++) {
                loss += trainingStep.run(manager, GlyphBatch.of(training, (step - 1) * BATCH, BATCH));
                if (step % REPORT_STEPS == 0) {
                    double accuracy = accuracy(manager, vit, REPORT_IMAGES);
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    out.printf(Locale.ROOT, 
                            "step %d of %d: loss %.4f, validation accuracy %.2f %%, %.0f s%n",
                            step, steps, loss / REPORT_STEPS, 100 * accuracy, seconds);
                    loss = 0;
                }
            }
            out.printf(Locale.ROOT, "validation accuracy %.2f %%%n", 100 * accuracy(manager, vit, FINAL_IMAGES));
            write(file, vit, steps);
        }
    }

    private static double accuracy(NDManager parent, GlyphVit vit, int images) {
        GlyphSet set = new GlyphSet(GlyphSet.VALIDATION_SEED, images);
        int right = 0;
        for (int start = 0; start < images; start += BATCH) {
            GlyphBatch batch = GlyphBatch.of(set, start, Math.min(BATCH, images - start));
            try (NDManager manager = parent.newSubManager()) {
                long[] classes = vit.forward(batch.patches(manager)).argMax(1).toLongArray();
                for (int i = 0; i < classes.length; i++) {
                    right += classes[i] == batch.labels()[i] ? 1 : 0;
                }
            }
        }
        return (double) right / images;
    }

    private static void write(Path file, GlyphVit vit, int steps) throws IOException {
        Map<String, FloatTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, NDArray> parameter : vit.parameters().entrySet()) {
            Shape shape = parameter.getValue().getShape();
            int[] extents =
                    Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray();
            tensors.put(parameter.getKey(), FloatTensor.of(parameter.getValue().toFloatArray(), extents));
        }
        Map<String, String> metadata = Map.of(
                CheckpointMetadata.NUM_HEADS, Integer.toString(GlyphVit.SHAPE.heads()),
                CheckpointMetadata.IMAGE_SIZE, Integer.toString(GlyphRenderer.SIZE),
                CheckpointMetadata.IMAGE_MEAN, perChannel(GlyphBatch.MEAN),
                CheckpointMetadata.IMAGE_STD, perChannel(GlyphBatch.DEVIATION),
                CheckpointMetadata.PREPROCESS, "crop-pct=1:bicubic",
                CheckpointMetadata.LABELS, String.join(",", GlyphRenderer.labels()),
                GlyphCheckpoint.RENDERER_DIGEST, GlyphCheckpoint.rendererDigest(),
                GlyphCheckpoint.RECIPE,
                        String.format(Locale.ROOT, 
                                "%s, %d steps of %d images, seed %d",
                                GlyphTrainer.class.getName(), steps, BATCH, GlyphSet.TRAINING_SEED));
        SafetensorsWriter.write(file, new MemoryTensors("demo network", tensors, metadata));
    }

    private static String perChannel(float value) {
        return String.join(",", Collections.nCopies(GlyphVit.SHAPE.channels(), Float.toString(value)));
    }
}
