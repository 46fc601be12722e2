// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.quant.weights.CheckpointFolder;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The files that a run reads and writes, as its options declare by {@link FileUse}. Looked at before any work: no output
 * is an input or another output, whatever links and paths say so; inputs are there; outputs can be written.
 */
public final class FilePlan {
    /** A file of the run. */
    private record Use(ArgSpec option, FileUse.Kind kind, Path path) {
        boolean isInput() {
            return switch (kind) {
                case INPUT_FILE, CHECKPOINT, IMAGES, CONFIGURATION, LOOKED_INTO -> true;
                case OUTPUT_FILE, OUTPUT_FOLDER, STORE -> false;
            };
        }

        String text() {
            return OptionFields.name(option) + " " + path;
        }
    }

    private final CommandSpec command;
    private final List<Use> uses = new ArrayList<>();

    private FilePlan(CommandSpec command) {
        this.command = command;
    }

    public static FilePlan of(CommandSpec command, ParseResult parsed) {
        FilePlan plan = new FilePlan(command);
        for (ArgSpec option : command.args()) {
            OptionFields.declared(option, FileUse.class).ifPresent(use -> OptionFields.values(option, parsed)
                    .forEach(value -> plan.add(new Use(option, use.value(), path(value)))));
        }
        return plan;
    }

    private static Path path(Object value) {
        return value instanceof Path path ? path : OptionTypes.pathIn(value.toString());
    }

    private void add(Use use) {
        if (use.path().toString().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), OptionFields.name(use.option()) + " is empty; give it a value");
        }
        if (use.kind() == FileUse.Kind.CONFIGURATION) {
            String text = use.path().toString();
            if (AcceleratorConfig.NAMED.contains(text)) {
                return;
            }
            if (!Files.exists(use.path()) && !text.endsWith(".yaml")) {
                throw new ParameterException(
                        command.commandLine(),
                        "no configuration '" + text + "': it is none of " + AcceleratorConfig.NAMED
                                + " and no file of that path exists");
            }
        }
        uses.add(use);
    }

    /** @throws ParameterException naming both if an output is an input or another output */
    public void requireApart() {
        for (Use output : uses) {
            if (output.kind() == FileUse.Kind.OUTPUT_FILE) {
                uses.stream()
                        .filter(other -> other != output && meet(output.path(), other))
                        .findFirst()
                        .ifPresent(other -> {
                            throw new ParameterException(
                                    command.commandLine(),
                                    output.text()
                                            + (other.isInput()
                                                    ? " would replace what is read by "
                                                    : " is also written by ")
                                            + other.text() + "; choose another file");
                        });
            }
        }
    }

    /** Whether writing {@code output} would change what {@code other} is for. */
    private static boolean meet(Path output, Use other) {
        return switch (other.kind()) {
            case INPUT_FILE, CONFIGURATION, OUTPUT_FILE, STORE -> WholeFile.same(output, other.path());
            case CHECKPOINT ->
                files(() -> CheckpointFolder.files(other.path())).anyMatch(file -> WholeFile.same(output, file));
            case IMAGES ->
                Files.isDirectory(other.path())
                        ? files(() -> ImageFolder.images(other.path())).anyMatch(file -> WholeFile.same(output, file))
                        : WholeFile.same(output, other.path());
            case OUTPUT_FOLDER -> WholeFile.isIn(output, other.path());
            case LOOKED_INTO -> false;
        };
    }

    /** None where they cannot be told; who reads them will say why. */
    private static Stream<Path> files(Supplier<List<Path>> list) {
        try {
            return list.get().stream();
        } catch (InvalidInputException | UncheckedIOException unknown) {
            return Stream.of();
        }
    }

    /**
     * @throws InvalidInputException if an input is not there
     * @throws UncheckedIOException if an input cannot be read or an output not be written
     */
    public void requirePossible() {
        try {
            for (Use use : uses) {
                switch (use.kind()) {
                    case INPUT_FILE, CONFIGURATION -> requireFile(use);
                    case CHECKPOINT, IMAGES -> requireReadable(use);
                    case OUTPUT_FILE -> WholeFile.check(use.path());
                    case OUTPUT_FOLDER, STORE -> WholeFile.checkFolder(use.path());
                    case LOOKED_INTO -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFile(Use use) throws IOException {
        requireReadable(use);
        if (Files.isDirectory(use.path())) {
            throw new InvalidInputException(use.text() + " is a folder, and a file is needed");
        }
    }

    private static void requireReadable(Use use) throws IOException {
        if (!Files.exists(use.path())) {
            throw new InvalidInputException(use.text() + " does not exist; is the path right?");
        }
        if (!Files.isReadable(use.path())) {
            throw new AccessDeniedException(use.path().toString());
        }
    }
}
