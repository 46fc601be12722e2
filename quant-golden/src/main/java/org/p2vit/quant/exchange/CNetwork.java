// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.bundle.BundleArray;
import org.p2vit.quant.bundle.ElementKind;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.kernel.ContractTables;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Readout;

/**
 * The constants of one network in the structures of {@code model.c}. It goes through the arrays of the bundle: one that no
 * structure takes, and that is no exponent, is refused by its name, so that a model in C never leaves out what it does not know.
 */
final class CNetwork {
    /** Names of a block's linear layers in the order of computation. */
    private static final List<String> LAYERS = List.of("q", "k", "v", "proj", "fc1", "fc2");

    private final CText out;
    private final QuantizedVit vit;
    private final Map<String, BundleArray> left = new LinkedHashMap<>();

    CNetwork(QuantizedVit vit, CText out) {
        this.vit = vit;
        this.out = out;
        QuantizedBundle.arrays(vit).forEach(array -> left.put(array.name(), array));
        // An inference needs shifts only; the input's numbers are for the host.
        left.keySet().removeIf(name -> name.endsWith(".exponent") || name.startsWith("input."));
    }

    /** @throws InvalidInputException naming an array that {@code model.c} does not know */
    void write() throws IOException {
        out.numbers("table_t", ContractTables.tableT());
        out.numbers("table_e", ContractTables.tableE());
        out.numbers("table_r", ContractTables.tableR());
        out.numbers("table_q", ContractTables.tableQ());
        numbers("position");
        out.line("static const struct linear patch_embed = " + linear("patch_embed", vit.patchEmbedding()) + ";");
        List<String> blocks = new ArrayList<>();
        for (int n = 0; n < vit.blocks().size(); n++) {
            blocks.add(block(n));
        }
        out.line("static const struct block blocks[P2VIT_DEPTH] = {");
        out.line(String.join(",\n", blocks));
        out.line("};");
        readout();
        out.line("static const struct linear class_head = " + linear("head", vit.head()) + ";");
        if (!left.isEmpty()) {
            throw new InvalidInputException("The model in C does not know the array "
                    + left.keySet().iterator().next() + " of this network; write the network as npz instead.");
        }
    }

    private void readout() throws IOException {
        Readout readout = vit.shape().readout();
        if (!readout.normalisesRows()) {
            out.line("static const int8_t *const narrow_shift = " + numbers(QuantizedNarrowing.NAME + ".residual_shift")
                    + ";");
        }
        if (readout.isMean()) {
            out.line("static const int mean_shift = " + number(QuantizedMean.PREFIX + "attn_out.shift") + ";");
        }
        if (readout == Readout.MEAN_NORM) {
            out.line("static const int8_t *const lift_shift = " + numbers(QuantizedMeanNorm.NAME + ".shift") + ";");
        }
        if (readout.hasNorm()) {
            out.line("static const struct norm last_norm = " + norm("norm") + ";");
        }
    }

    private String block(int n) throws IOException {
        String at = "blocks." + n + ".";
        List<String> fields = new ArrayList<>(List.of(norm(at + "ln1"), norm(at + "ln2")));
        List<QuantizedLinear> layers = vit.blocks().get(n).layers();
        for (int i = 0; i < LAYERS.size(); i++) {
            fields.add(linear(at + LAYERS.get(i), layers.get(i)));
        }
        fields.add(numbers(at + "attn_logits.shift"));
        fields.add(numbers(at + "softmax.shift"));
        fields.add(numbers(at + "attn_out.shift"));
        fields.add(number(at + "gelu.shift"));
        return "{" + String.join(", ", fields) + "}";
    }

    private String linear(String at, QuantizedLinear layer) throws IOException {
        BundleArray weights = take(at + ".weights");
        out.words(identifier(weights.name()), weights);
        String residual = layer.hasResidual() ? numbers(at + ".residual_shift") : "0";
        return "{" + layer.outputs() + ", " + layer.inputs() + ", " + (weights.kind() == ElementKind.I4 ? 4 : 8) + ", "
                + identifier(weights.name()) + ", " + numbers(at + ".bias") + ", " + numbers(at + ".shift") + ", "
                + residual + "}";
    }

    private String norm(String at) throws IOException {
        return "{" + numbers(at + ".gain") + ", " + numbers(at + ".offset") + ", " + number(at + ".shift") + "}";
    }

    /** Defines an array and says what it is called. */
    private String numbers(String name) throws IOException {
        out.numbers(identifier(name), take(name));
        return identifier(name);
    }

    private String number(String name) {
        return Integer.toString(take(name).buffer().getInt());
    }

    private BundleArray take(String name) {
        BundleArray array = left.remove(name);
        if (array == null) {
            throw new InvalidInputException("The model in C needs the array " + name
                    + ", which this network does not have; write the network as npz instead.");
        }
        return array;
    }

    private static String identifier(String name) {
        return name.replace('.', '_');
    }
}
