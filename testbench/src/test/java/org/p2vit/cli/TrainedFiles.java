// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;

/**
 * A small float network with images of 32x32 to calibrate it and to measure on, as a user would have them.
 *
 * @param folder of this and of what commands write
 */
public record TrainedFiles(Path folder, Path model, Path images) {
    public static TrainedFiles of(Path folder, int imageCount) throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        return new TrainedFiles(folder, files.checkpoint(NetworkFiles.SMALL), files.images(imageCount));
    }

    /** A configuration like {@code tiny} that is twice as fast with 4-bit weights. */
    public Path scalable() throws IOException {
        try (InputStream tiny = AcceleratorConfig.class.getResourceAsStream("/configs/tiny.yaml")) {
            String text = new String(tiny.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(folder.resolve("tiny-w4.yaml"), text.replace("pe: packed", "pe: scalable"));
        }
    }

    /** A file of labels. */
    Path labels(String lines) throws IOException {
        return Files.writeString(folder.resolve("labels.txt"), lines);
    }

    /** Runs a command on model and images. */
    public CliRun run(String command, Object... more) {
        List<Object> args = new ArrayList<>(List.of(command, "--model", model, "--calibration", images));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    /** Runs a command that compares with labels as well. */
    public CliRun runLabelled(String command, String labels, Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of("--images", images, "--labels", labels(labels)));
        args.addAll(List.of(more));
        return run(command, args.toArray());
    }
}
