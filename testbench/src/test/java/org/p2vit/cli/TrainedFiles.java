// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small float network with images of 32x32 to calibrate it and to measure on, as a user would have them.
 *
 * @param folder of this and of what commands write
 */
record TrainedFiles(Path folder, Path model, Path images) {
    static TrainedFiles of(Path folder, int imageCount) throws IOException {
        NetworkFiles files = new NetworkFiles(folder);
        return new TrainedFiles(folder, files.checkpoint(NetworkFiles.SMALL), files.images(imageCount));
    }

    /** A file of labels. */
    Path labels(String lines) throws IOException {
        return Files.writeString(folder.resolve("labels.txt"), lines);
    }

    /** Runs a command on model and images. */
    CliRun run(String command, Object... more) {
        List<Object> args = new ArrayList<>(List.of(command, "--model", model, "--calibration", images));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    /** Runs a command that compares with labels as well. */
    CliRun runLabelled(String command, String labels, Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of("--images", images, "--labels", labels(labels)));
        args.addAll(List.of(more));
        return run(command, args.toArray());
    }
}
