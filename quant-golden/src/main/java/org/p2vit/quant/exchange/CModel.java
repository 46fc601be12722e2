// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.storage.WholeFile;

/**
 * A network as one file of C99 that computes its logits bit for bit, contract §2 to §8. The algorithm is the resource
 * {@code model.c}; this class puts the sizes and constants of the network where that file includes them.
 */
public final class CModel {
    private static final String RESOURCE = "model.c";
    private static final String SHAPE = "#include \"p2vit_shape.h\"";
    private static final String NETWORK = "#include \"p2vit_network.h\"";

    private CModel() {}

    /**
     * Writes the file, whole or not at all. The same network gives the same bytes.
     *
     * @throws org.p2vit.quant.InvalidInputException naming what of the network the model in C does not know
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(QuantizedVit vit, Path file) {
        try {
            WholeFile.write(file, out -> {
                Writer text = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
                write(vit, text);
                text.flush();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As above, as text. */
    static void write(QuantizedVit vit, Appendable text) throws IOException {
        CText out = new CText(text);
        for (String line : template().split("\n")) {
            if (line.startsWith(SHAPE)) {
                shape(vit, out);
            } else if (line.startsWith(NETWORK)) {
                new CNetwork(vit, out).write();
            } else {
                out.line(line.replace("§", "par. "));
            }
        }
    }

    private static void shape(QuantizedVit vit, CText out) throws IOException {
        VitShape shape = vit.shape();
        out.line("/* The sizes of this network, a bundle of version " + QuantizedBundle.VERSION + ". Images are "
                + shape.imageWidth() + " pixels wide and " + shape.imageHeight() + " high. */");
        define(out, "CHANNELS", shape.channels());
        define(out, "PATCH", shape.patch());
        define(out, "PATCHES", shape.patches());
        define(out, "PATCH_DEPTH", shape.patchDepth());
        define(out, "CLASS_TOKENS", shape.classTokens());
        define(out, "REGISTERS", shape.registers());
        define(out, "DIM", shape.dim());
        define(out, "DEPTH", shape.depth());
        define(out, "HEADS", shape.heads());
        define(out, "MLP_DIM", shape.mlpDim());
        define(out, "CLASSES", shape.classes());
        define(out, "READ_ROWS", shape.readRows());
        define(out, "NORM_ROWS", flag(shape.readout().normalisesRows()));
        define(out, "MEAN", flag(shape.readout().isMean()));
        define(out, "MEAN_NORM", flag(shape.readout() == Readout.MEAN_NORM));
        define(out, "UNIFORM", uniform(vit.attention()));
        out.line("/* Powers of two: a code or logit c stands for c * 2^exponent. */");
        define(out, "INPUT_EXPONENT", vit.input().exponent());
        define(out, "LOGIT_EXPONENT", vit.exponents().logits());
    }

    /** Whether attention weights are coded as in §5.3; a coding that is new does not compile here. */
    private static int uniform(AttentionCoding coding) {
        return switch (coding) {
            case LOG2 -> 0;
            case UNIFORM -> 1;
        };
    }

    private static int flag(boolean set) {
        return set ? 1 : 0;
    }

    private static void define(CText out, String name, int value) throws IOException {
        out.line("#define P2VIT_" + name + " " + (value < 0 ? "(" + value + ")" : value));
    }

    private static String template() throws IOException {
        try (InputStream in = CModel.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
