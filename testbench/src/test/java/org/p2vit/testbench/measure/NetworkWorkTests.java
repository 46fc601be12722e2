// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class NetworkWorkTests {
    /** The published networks have 1.254 G, 4.599 G and 17.564 G multiply-accumulates. */
    @ParameterizedTest
    @CsvSource({"192, 3, 1.254", "384, 6, 4.599", "768, 12, 17.564"})
    void countsThePublishedNetworks(int dim, int heads, double billions) {
        VitShape shape = new VitShape(224, 224, 3, 16, dim, 12, heads, 4 * dim, 1000);
        assertThat(NetworkWork.of(shape).macs() / 1e9).isCloseTo(billions, within(0.0005));
    }

    /** Two tokens, one channel: each product can be counted on paper. */
    @Test
    void countsTheSmallestNetworkByHand() {
        NetworkWork work = NetworkWork.of(new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1));
        int embedding = 1;
        int linear = 2 * (3 + 1 + 1 + 1);
        int attention = 4;
        int head = 1;
        assertThat(work).isEqualTo(new NetworkWork(embedding + linear + 2 * attention + head, 0, attention));
    }

    @Test
    void int4WorkIsThatOfLayersWithFourBits() {
        VitShape shape = new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(NetworkWork.of(RandomQuantizedVit.of(shape, 4, 1)).int4()).isEqualTo(2 * 6);
        QuantizedVit one =
                RandomQuantizedVit.of(shape, layer -> layer.endsWith("fc1") ? 4 : 8, AttentionCoding.LOG2, 1);
        assertThat(NetworkWork.of(one).int4()).isEqualTo(2);
    }

    @Test
    void utilisationsDifferInWhatTheyCount() {
        AcceleratorConfig shifts = AcceleratorConfig.load("kv260-shift");
        AcceleratorConfig products = AcceleratorConfig.load("kv260");
        ArrayConfig array = shifts.array();
        assertThat(array).isEqualTo(new ArrayConfig(4, 16, 1, ProcessingElement.CASCADE));
        NetworkWork work = new NetworkWork(1024 * 90, 1024 * 40, 1024 * 10);
        assertThat(work.utilisation(array, 100)).isCloseTo(0.9, within(1e-12));
        assertThat(work.utilisationByMultipliers(shifts, 100)).isCloseTo(0.8, within(1e-12));
        assertThat(work.utilisationByMultipliers(products, 200)).isCloseTo(0.9 / 4, within(1e-12));
        assertThat(work.utilisationWithShiftLanes(shifts, 100)).isCloseTo(0.9 * 1024 / 1280, within(1e-12));
        assertThat(work.utilisationWithShiftLanes(products, 200)).isCloseTo(0.9 / 4, within(1e-12));
        ArrayConfig scalable = new ArrayConfig(4, 16, 1, ProcessingElement.SCALABLE);
        assertThat(work.utilisation(scalable, 100))
                .as("half of those with 4 bits")
                .isCloseTo(0.7, within(1e-12));
    }
}
