// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.image.PixelImage;
import org.p2vit.quant.model.QuantizedVit;

/**
 * Pictures for the programs {@code driver_pictures}, which turn them into inputs by a driver, and what the golden model makes of them.
 */
final class PictureRequests {
    /** What a driver says of a size that the network does not take. */
    private static final int REFUSED = -17;

    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final List<Answer> expected = new ArrayList<>();

    /** An answer's status and, if that is 0, the input. */
    private record Answer(String what, int status, byte[] input) {}

    /** How many pictures were compared, and how many of them were inputs and not refused. */
    record Verdict(int pictures, int inputs, Optional<String> firstMismatch) {}

    void add(QuantizedVit network, AcceleratorConfig config, List<PixelImage> pictures) {
        Program program = NetworkCompiler.compile(network, config);
        byte[] image = ProgramImage.of(program, network, config, List.of());
        write(image.length);
        requests.writeBytes(image);
        write(pictures.size());
        for (PixelImage picture : pictures) {
            write(picture.width());
            write(picture.height());
            requests.writeBytes(rgb(picture));
            String what = picture + " by " + network.input() + " for " + network.shape() + " on " + config.name();
            expected.add(golden(what, network, program, picture));
        }
    }

    private static Answer golden(String what, QuantizedVit network, Program program, PixelImage picture) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(
                network.shape(),
                network.input().preprocess(),
                new Normalization(network.input().mean(), network.input().std()));
        try {
            float[] patches = preprocessor.patches(preprocessor.pixels(picture)).toArray();
            return new Answer(what, 0, program.packInput(network.input().encode(patches)));
        } catch (InvalidInputException e) {
            return new Answer(what, REFUSED, new byte[0]);
        }
    }

    private static byte[] rgb(PixelImage picture) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * picture.width() * picture.height());
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    bytes.put((byte) picture.sample(x, y, channel));
                }
            }
        }
        return bytes.array();
    }

    private void write(int number) {
        requests.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    /** Gives a program the pictures and compares what it answers. */
    Verdict ask(List<String> program, Path folder) throws IOException, InterruptedException {
        Path asked = Files.write(folder.resolve("requests"), requests.toByteArray());
        Path answered = folder.resolve("answers");
        Path errors = folder.resolve("errors");
        int status = new ProcessBuilder(program)
                .redirectInput(asked.toFile())
                .redirectOutput(answered.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(program + " ended with " + status + ": " + Files.readString(errors));
        }
        return compare(ByteBuffer.wrap(Files.readAllBytes(answered)).order(ByteOrder.LITTLE_ENDIAN));
    }

    private Verdict compare(ByteBuffer answers) {
        int inputs = 0;
        for (int i = 0; i < expected.size(); i++) {
            Answer answer = expected.get(i);
            if (answers.remaining() < 4) {
                return new Verdict(i, inputs, Optional.of(answer.what + ": no answer"));
            }
            int status = answers.getInt();
            if (status != answer.status) {
                return new Verdict(i, inputs, Optional.of(answer.what + ": " + status + ", not " + answer.status));
            }
            byte[] input = new byte[Math.min(answer.input.length, answers.remaining())];
            answers.get(input);
            int at = Arrays.mismatch(answer.input, input);
            if (at >= 0) {
                return new Verdict(i, inputs, Optional.of(answer.what + ": byte " + at + " of the input"));
            }
            inputs += status == 0 ? 1 : 0;
        }
        return new Verdict(
                expected.size(),
                inputs,
                answers.hasRemaining() ? Optional.of(answers.remaining() + " bytes too many") : Optional.empty());
    }
}
