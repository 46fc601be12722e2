// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.config.ActivationName;
import org.p2vit.quant.config.ClassNames;
import org.p2vit.quant.config.Fact;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.config.Pooling;
import org.p2vit.quant.config.Statement;
import org.p2vit.quant.config.Statements;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.VitShape;

/**
 * Keys of the optional text a checkpoint may carry under {@code __metadata__}. Public checkpoints have none; they have a
 * {@code config.json} beside them, and if both say something they must say the same.
 */
public final class CheckpointMetadata {
    /** Attention heads. */
    public static final String NUM_HEADS = "num_heads";

    /** Side of the square input in pixels, or {@code HEIGHTxWIDTH}. */
    public static final String IMAGE_SIZE = "image_size";

    /** What LayerNorms add to variances. */
    public static final String LAYER_NORM_EPSILON = "layer_norm_eps";

    /** The activation, by one of the names that {@link ActivationName} knows. */
    public static final String ACTIVATION = "hidden_act";

    /** What the head reads, as {@link Pooling} has it; the class token where there is none. */
    public static final String POOLING = Pooling.KEY;

    /** Mean per channel of inputs in 0..1, separated by commas. */
    public static final String IMAGE_MEAN = "image_mean";

    /** Standard deviation per channel of inputs in 0..1, separated by commas. */
    public static final String IMAGE_STD = "image_std";

    /** How an image is brought to the input size, as {@link org.p2vit.quant.model.PreprocessWords#read} understands it. */
    public static final String PREPROCESS = "preprocess";

    /** Who says so, for people; set by the reader. */
    public static final String PREPROCESS_FROM = "preprocess_from";

    /** Who says mean and deviation, for people; set by the reader. */
    public static final String NORMALIZATION_FROM = "normalization_from";

    /** Class names in the order of the logits, as {@link ClassNames} writes them. */
    public static final String LABELS = "labels";

    private CheckpointMetadata() {}

    /** The class names; empty if there are none. */
    public static List<String> classNames(Map<String, String> metadata) {
        String text = metadata.get(LABELS);
        return text == null ? List.of() : ClassNames.parse(text);
    }

    /** What tensors do not tell about a network. */
    static Map<String, String> of(VitShape shape, double epsilon) {
        Map<String, String> text = new TreeMap<>();
        text.put(NUM_HEADS, Integer.toString(shape.heads()));
        text.put(IMAGE_SIZE, shape.imageHeight() + "x" + shape.imageWidth());
        text.put(LAYER_NORM_EPSILON, Double.toString(epsilon));
        text.put(ACTIVATION, shape.activation().label());
        if (shape.readout().isMean()) {
            text.put(POOLING, Pooling.MEAN);
        }
        return text;
    }

    /** Adds what a checkpoint's metadata say. */
    static void state(Statements statements, String source, Map<String, String> metadata) {
        metadata.forEach((key, value) -> {
            String words = source + " states the " + key + " " + Quoted.name(value) + " in its metadata";
            switch (key) {
                case NUM_HEADS -> statements.add(Statement.of(Fact.HEADS, heads(value, words), words));
                case IMAGE_SIZE ->
                    statements.add(new Statement(
                            Fact.IMAGE_SIZE,
                            ImageSize.parse(value, source + " states the " + key)
                                    .toString(),
                            words));
                case POOLING -> statements.add(new Statement(Fact.POOLING, Pooling.parse(value, words), words));
                case LAYER_NORM_EPSILON -> statements.add(new Statement(Fact.EPSILON, epsilon(value, words), words));
                case ACTIVATION -> {
                    Activation activation = ActivationName.parse(value)
                            .orElseThrow(() -> new InvalidInputException(
                                    words + "; supported are " + ActivationName.known() + "."));
                    statements.add(new Statement(Fact.ACTIVATION, activation.label(), words));
                }
                case LABELS -> {
                    List<String> names = ClassNames.parse(value);
                    String counted = source + " names " + names.size() + " classes in its metadata";
                    statements.add(Statement.of(Fact.CLASSES, names.size(), counted));
                    statements.add(new Statement(Fact.CLASS_NAMES, ClassNames.text(names), counted));
                }
                default -> {}
            }
        });
    }

    private static int heads(String value, String words) {
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) == 0) {
            throw new InvalidInputException(words + ", which is no number from 1.");
        }
        return Integer.parseInt(value);
    }

    private static String epsilon(String value, String words) {
        try {
            double epsilon = Double.parseDouble(value);
            if (epsilon > 0 && epsilon < Double.POSITIVE_INFINITY) {
                return Double.toString(epsilon);
            }
        } catch (NumberFormatException e) {
            // Said below, as of any other value.
        }
        throw new InvalidInputException(words + ", which is no number above 0.");
    }
}
