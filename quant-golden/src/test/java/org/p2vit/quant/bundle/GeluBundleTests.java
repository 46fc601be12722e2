// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** GELU in a bundle: its two numbers, their bounds, and the shift that the exponent says. */
class GeluBundleTests {
    private static final byte[] BUNDLE =
            QuantizedBundle.toBytes(RandomQuantizedVit.of(new VitShape(4, 8, 1, 4, 3, 2, 1, 5, 3), 4, 42));

    private static byte[] with(int exponent, int shift) {
        return new Forgery(BUNDLE)
                .with("blocks.1.gelu.exponent", 0, exponent)
                .with("blocks.1.gelu.shift", 0, shift)
                .toBytes();
    }

    /** j = max(0, 5 − e_y): one shift is right for each exponent, all others contradict it. */
    @Test
    void aShiftThatContradictsTheExponentIsRefused() {
        for (int exponent = -10; exponent <= 12; exponent++) {
            int right = exponent < 5 ? 5 - exponent : 0;
            for (int shift = 0; shift <= 15; shift++) {
                byte[] file = with(exponent, shift);
                if (shift == right) {
                    QuantizedVit read = QuantizedBundle.fromBytes(file);
                    assertThat(read.blocks().get(1).gelu()).isEqualTo(new QuantizedGelu(shift));
                    assertThat(read.exponents().blocks().get(1).gelu()).isEqualTo(exponent);
                    assertThat(read.exponents().blocks().get(1).fc1()).isEqualTo(exponent - 3);
                    assertThat(QuantizedBundle.toBytes(read)).isEqualTo(file);
                } else {
                    refused(
                            file,
                            "GELU shift behind blocks.1.fc1 is " + shift + "; the exponents around it say " + right);
                }
            }
        }
    }

    /** ReLU has the shift 0 with any exponent. */
    @Test
    void theActivationSaysWhatShiftIsRight() {
        byte[] relu = QuantizedBundle.toBytes(
                RandomQuantizedVit.of(new VitShape(4, 8, 1, 4, 3, 2, 1, 5, 3).with(Activation.RELU), 4, 42));
        assertThat(QuantizedBundle.fromBytes(relu).shape().activation()).isEqualTo(Activation.RELU);
        for (int exponent = -10; exponent <= 12; exponent++) {
            Forgery right = new Forgery(relu).with("blocks.1.gelu.exponent", 0, exponent);
            QuantizedBundle.fromBytes(right.toBytes());
            refused(right.with("blocks.1.gelu.shift", 0, 1).toBytes(), "GELU shift behind blocks.1.fc1 is 1");
        }
        Forgery other = new Forgery(relu);
        other.header = other.header.replace("\"relu\"", "\"silu\"");
        refused(other.toBytes(), "activation \"silu\" is unknown");
    }

    @Test
    void bothHaveBounds() {
        QuantizedBundle.fromBytes(with(-10, 15));
        QuantizedBundle.fromBytes(with(64, 0));
        refused(with(-11, 15), "GELU exponent is -11; allowed is -10 … 64");
        refused(with(65, 0), "GELU exponent is 65; allowed is -10 … 64");
        refused(with(-10, 16), "GELU shift is 16; allowed is 0 … 15");
        refused(with(5, -1), "GELU shift is -1; allowed is 0 … 15");
        // No byte of the four is left out.
        refused(with(5, 1 << 24), "GELU shift is 16777216");
    }

    /** Rows behind GELU have exponents up to 7, so a shift of fc2 is at least 7; those of other layers may be less. */
    @Test
    void shiftsOfFc2HaveALeast() {
        QuantizedBundle.fromBytes(
                new Forgery(BUNDLE).with("blocks.1.fc2.shift", 2, 7).toBytes());
        QuantizedBundle.fromBytes(
                new Forgery(BUNDLE).with("blocks.1.proj.shift", 2, 0).toBytes());
        refused(
                new Forgery(BUNDLE).with("blocks.1.fc2.shift", 2, 6).toBytes(),
                "blocks.1.fc2 shift[2] is 6; allowed is 7 … 31");
    }

    /** What earlier versions had has no place: a table, an exponent of fc1, and an offset; factors of the stream and rows of class tokens. */
    @Test
    void arraysOfEarlierVersionsAreGone() {
        Forgery forgery = new Forgery(BUNDLE);
        assertThat(forgery.entries().stream()
                        .map(BundleHeader.Entry::name)
                        .filter(name -> name.startsWith("blocks.1.fc1") || name.startsWith("blocks.1.gelu")))
                .containsExactly(
                        "blocks.1.fc1.weights",
                        "blocks.1.fc1.bias",
                        "blocks.1.fc1.shift",
                        "blocks.1.gelu.shift",
                        "blocks.1.gelu.exponent");
        for (String name : new String[] {
            "blocks.1.gelu", "blocks.1.fc1.exponent", "blocks.1.gelu.offset", "blocks.1.ln1.factor", "class_token"
        }) {
            Forgery more = new Forgery(BUNDLE);
            more.header = more.header.replace("]}", ",{\"name\":\"" + name + "\",\"type\":\"i8\",\"count\":0}]}");
            refused(more.toBytes(), "array " + name + " has no place in the network");
        }
    }

    private static void refused(byte[] file, String reason) {
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }
}
