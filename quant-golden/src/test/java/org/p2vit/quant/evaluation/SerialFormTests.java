// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.baseline.ActivationRanges;
import org.p2vit.quant.baseline.FakeQuantVit;
import org.p2vit.quant.baseline.ScaleRule;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.SyntheticCheckpoint;

/** What another process gets is what this one has. */
class SerialFormTests {
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 8, 32, 2, 2, 64, 5);

    private final FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, 3));
    private final ImagePreprocessor preprocessor = new ImagePreprocessor(
            SHAPE,
            Preprocess.resizeCrop(32, 32),
            ImagePreprocessor.of(SHAPE, vit.metadata()).normalization());
    private final CalibrationSet set = CalibrationSet.drawn(preprocessor);

    @Test
    void everyMethodGivesTheSameBits() throws Exception {
        List<Method> methods = new ArrayList<>();
        methods.add(Method.of("p2vit", Quantizer.quantize(vit, set, QuantizerOptions.DEFAULT, ProgressListener.NONE)));
        ActivationRanges ranges = ActivationRanges.of(vit, set, 1, ProgressListener.NONE);
        for (ScaleRule rule : ScaleRule.values()) {
            for (int attention : new int[] {4, 8}) {
                methods.add(Method.of(rule.name(), new FakeQuantVit(vit, ranges, 8, attention, rule)));
            }
        }
        ImageWork work = new ImageWork(Reference.of(vit), methods, preprocessor, BadImagePolicy.SKIP);
        byte[] sent = bytes(work);
        ImageWork there = (ImageWork) back(sent);
        assertThat(there.onBadImage()).isEqualTo(work.onBadImage());
        assertThat(sent.length)
                .as("the float network once, not once for each method")
                .isLessThan(3 * bytes(vit).length);
        for (int image = 0; image < 3; image++) {
            FloatTensor patches = set.patches(image);
            Path file = Path.of("image-" + image);
            assertThat(there.reference().logits(file, patches))
                    .isEqualTo(work.reference().logits(file, patches));
            for (int i = 0; i < methods.size(); i++) {
                assertThat(there.methods().get(i).logits().of(patches))
                        .as(methods.get(i).name())
                        .isEqualTo(methods.get(i).logits().of(patches));
            }
        }
    }

    @Test
    void preprocessingAndNetworkAreEqual() throws Exception {
        assertThat(copy(vit)).isEqualTo(vit);
        assertThat(copy(preprocessor)).isEqualTo(preprocessor);
        for (Preprocess mode :
                List.of(Preprocess.crop(32, 32), preprocessor.mode().withExifRotation())) {
            assertThat(copy(mode)).isEqualTo(mode);
        }
    }

    @Test
    void formsOfAnAblationAreEqual() throws Exception {
        QuantizerOptions options = QuantizerOptions.DEFAULT.withLayers(
                Map.of("fc2", LayerKind.parse("8s2:4"), "blocks.0.qkv", LayerKind.dense(4)));
        assertThat(copy(options)).isEqualTo(options);
        for (Ablation.Variant variant : Ablation.pruning()) {
            AblationWork.Form form = new AblationWork.Form(1, 2, variant);
            assertThat(copy(form)).isEqualTo(form);
        }
    }

    @Test
    void aPathIsAbsoluteThere() throws Exception {
        ImageFolder.Labelled there = copy(new ImageFolder.Labelled(Path.of("some", "cat.png"), 3));
        assertThat(there)
                .isEqualTo(new ImageFolder.Labelled(Path.of("some", "cat.png").toAbsolutePath(), 3));
    }

    @Test
    void anErrorKeepsItsLines() throws Exception {
        InvalidInputException error = new InvalidInputException("two faults", List.of("one", "other"));
        assertThat(copy(error).lines()).isEqualTo(error.lines());
    }

    @Test
    void scoresOfAnImageAreEqual() throws Exception {
        List<ScoreSums.Case> cases = IntStream.range(0, 3)
                .mapToObj(i -> new ScoreSums.Case(i, i + 1, i == 1, 0.1 * i, 1e-300))
                .toList();
        ImageScores scores = new ImageScores(cases, "");
        assertThat(copy(scores)).isEqualTo(scores);
    }

    private static byte[] bytes(Serializable value) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(value);
        }
        return sent.toByteArray();
    }

    private static Object back(byte[] sent) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent))) {
            return in.readObject();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> T copy(T value) throws IOException, ClassNotFoundException {
        return (T) back(bytes(value));
    }
}
