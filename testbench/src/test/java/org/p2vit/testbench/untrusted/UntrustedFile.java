// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.CommandListing;
import org.p2vit.hw.program.CommandRules;
import org.p2vit.hw.program.EncodedCommand;
import org.p2vit.hw.program.EncodedProgram;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.image.ImageDecoder;
import org.p2vit.quant.image.LabelFile;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.search.BitTable;
import org.p2vit.quant.weights.CheckpointOptions;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.SafetensorsFile;
import org.p2vit.testbench.report.ReportFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * A kind of file that somebody else may have made, and all that the project does when it reads one. It is read or refused with {@link
 * InvalidInputException}; anything else that is thrown is a fault of the project.
 */
enum UntrustedFile {
    /** Layout of tensors and their values, then the network that they make. */
    SAFETENSORS("model.safetensors", 1 << 14) {
        @Override
        void read(Path file) throws IOException {
            try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
                for (String name : tensors.names()) {
                    allowRefusal(() -> tensors.read(name));
                }
            }
            network(file);
        }
    },
    /** Which of two shards holds which tensor. */
    SAFETENSORS_INDEX(Companions.INDEX, 1 << 13) {
        @Override
        void read(Path file) {
            network(file);
        }
    },
    /** Beside the weights: what network they are of. */
    MODEL_CONFIG("config.json", 1 << 12) {
        @Override
        void read(Path file) {
            network(file.resolveSibling(Companions.WEIGHTS));
        }
    },
    /** A name of timm's in {@code config.json}. */
    TIMM_NAME("config.json", 1 << 11) {
        @Override
        byte[] prepared(byte[] input) {
            String name = new String(input, StandardCharsets.UTF_8);
            return JsonMapper.shared().writeValueAsBytes(Map.of("architecture", name));
        }

        @Override
        void read(Path file) {
            network(file.resolveSibling(Companions.WEIGHTS));
        }
    },
    /** Beside the weights: how images are prepared. */
    PREPROCESSOR_CONFIG("preprocessor_config.json", 1 << 12) {
        @Override
        void read(Path file) {
            network(file.resolveSibling(Companions.WEIGHTS));
        }
    },
    /** The grammar of preparations, as bundles and options have it. */
    PREPROCESS("preprocess.txt", 1 << 10) {
        @Override
        void read(Path file) throws IOException {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            String again = Preprocess.parse(text).text();
            if (!again.equals(text)) {
                throw new IllegalStateException("one preprocessing has two texts, " + text + " and " + again);
            }
        }
    },
    /** With the checksum put right; what is read has to be written again in the same bytes. */
    BUNDLE("network.p2vit", 1 << 14) {
        @Override
        byte[] prepared(byte[] input) {
            return Checksums.ofBundle(input);
        }

        @Override
        void read(Path file) throws IOException {
            QuantizedVit network = QuantizedBundle.read(file);
            Path again = file.resolveSibling("again.p2vit");
            byte[] bytes = Files.readAllBytes(file);
            // Version 6 is read and written as version 7.
            if (bytes[8] == QuantizedBundle.VERSION) {
                QuantizedBundle.write(network, again);
                if (Files.mismatch(file, again) >= 0) {
                    throw new IllegalStateException("a bundle that is read is written with other bytes");
                }
            }
        }
    },
    /** Commands, listed and checked for two machines. */
    PROGRAM("program.bin", 1 << 13) {
        @Override
        void read(Path file) throws IOException {
            EncodedProgram program;
            try {
                program = EncodedProgram.of(ByteBuffer.wrap(Files.readAllBytes(file)));
            } catch (IllegalArgumentException refusal) {
                throw new InvalidInputException(refusal.getMessage(), refusal);
            }
            for (String machine : List.of("tiny", "kv260")) {
                CommandRules rules = new CommandRules(MachineLimits.of(AcceleratorConfig.load(machine)));
                for (EncodedCommand command : program.parts().get(0)) {
                    CommandListing.line(command);
                    rules.fault(command);
                }
            }
        }
    },
    /** YAML. */
    CONFIGURATION("machine.yaml", 1 << 13) {
        @Override
        void read(Path file) {
            AcceleratorConfig.load(file.toString());
        }
    },
    /** Classes of images. */
    LABELS("labels.csv", 1 << 14) {
        @Override
        void read(Path file) {
            LabelFile.read(file, file.getParent(), 12, List.of("tench", "a, b", "\"", "7", "", "tench"));
        }
    },
    /** With the checksums of a PNG put right; turned as EXIF says. */
    IMAGE("picture", 1 << 13) {
        @Override
        byte[] prepared(byte[] input) {
            return Checksums.ofPng(input);
        }

        @Override
        void read(Path file) {
            ImageDecoder.read(file, true);
        }
    },
    /** Bits of weights by layer. */
    BIT_TABLE("bits.json", 1 << 12) {
        @Override
        void read(Path file) {
            BitTable.read(file);
        }
    },
    /** A report of a command, which another command reads. */
    REPORT("search.json", 1 << 13) {
        @Override
        void read(Path file) {
            ReportFile.search(file);
        }
    };

    private final String fileName;
    private final int mostBytes;

    UntrustedFile(String fileName, int mostBytes) {
        this.fileName = fileName;
        this.mostBytes = mostBytes;
    }

    /** For people and paths. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The greatest input that the fuzzer tries. */
    int mostBytes() {
        return mostBytes;
    }

    /** The file that an input stands for: with checksums that fit, which no fuzzer finds. */
    byte[] prepared(byte[] input) {
        return input;
    }

    /** Reads a file that is there; throws {@link InvalidInputException} to refuse it. */
    abstract void read(Path file) throws IOException;

    /**
     * Writes the file of an input into a folder with {@link Companions} and reads it.
     *
     * @return whether it was accepted
     */
    boolean accepts(Path folder, byte[] input) throws IOException {
        Path file = folder.resolve(fileName);
        Files.write(file, prepared(input));
        try {
            read(file);
            return true;
        } catch (InvalidInputException refusal) {
            if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
                throw new IllegalStateException("a refusal without a word", refusal);
            }
            return false;
        } finally {
            Files.delete(file);
        }
    }

    private static void network(Path weights) {
        CheckpointReader.read(weights, CheckpointOptions.NONE);
    }

    private static void allowRefusal(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException refused) {
            // Of the other tensors each may be fine.
        }
    }
}
