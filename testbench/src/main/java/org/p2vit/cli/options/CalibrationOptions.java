// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.image.ImageFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The images that a network is calibrated with, or none. */
public final class CalibrationOptions {
    private static final ImageFolder.Listing NOTHING = new ImageFolder.Listing(List.of(), new TreeMap<>());

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @FileUse(FileUse.Kind.IMAGES)
    @Option(
            names = "--calibration",
            paramLabel = "FOLDER",
            description =
                    "Images like those that the network will see, brought to size as the model asks; about 100 are"
                            + " usual. If not given, pictures are drawn instead: quick, and good enough for 8-bit weights.")
    private Path folder;

    @Option(
            names = "--exif-rotation",
            description = "Turn images as their EXIF orientation says; timm and torchvision do not.")
    private boolean exifRotation;

    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    public boolean exifRotation() {
        return exifRotation;
    }

    /** What is in the folder; nothing if there is none. */
    public ImageFolder.Listing listing() {
        return folder == null ? NOTHING : ImageFolder.list(folder);
    }

    /** Says what of the folder is no image. */
    public void noteLeftOut(InputNotes notes) {
        folder().ifPresent(images -> notes.leftOut(images, listing()));
    }

    /** How a network is quantized where nothing else is said. */
    public QuantizerOptions usual() {
        return folder == null ? QuantizerOptions.WITHOUT_IMAGES : QuantizerOptions.DEFAULT;
    }

    /** @throws ParameterException if no folder was given to a command that measures on its images as well */
    public Path require() {
        return folder().orElseThrow(() -> new ParameterException(
                command.commandLine(),
                command.name() + " needs --calibration=FOLDER: it measures on images that it calibrates without."));
    }
}
