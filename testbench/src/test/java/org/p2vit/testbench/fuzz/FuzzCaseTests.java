// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;

class FuzzCaseTests {
    private static final String LINE =
            "array=2,8,1,packed attention=multiply buffers=40b,20u,9d,-,-,4b,4d,2b limits=5,8,8 control=2,33,1"
                    + " image=4,8,3 patch=4 dim=8 depth=1 heads=1 mlp=16 classes=9 bits=84488448 values=ends"
                    + " memory=7,2 stalls=0,10,0,0,80 images=2 overlap=intra_layer seed=-5";

    /** Of several configurations. */
    private static List<FuzzCase> drawn() {
        return IntStream.range(0, 40)
                .boxed()
                .flatMap(i -> new CaseDrawing(new LegalConfigurations(i, 1024).next("any"), i).next(3).stream())
                .toList();
    }

    @Test
    void aLineSaysEverything() {
        assertThat(FuzzCase.parse(LINE).text()).isEqualTo(LINE);
        assertThat(drawn()).allSatisfy(one -> {
            FuzzCase again = FuzzCase.parse(one.text());
            assertThat(again.text()).isEqualTo(one.text());
            assertThat(again.network()).isEqualTo(one.network());
            assertThat(again.config().buffers()).isEqualTo(one.config().buffers());
            assertThat(one.text()).doesNotContain("'", "\"", "\\", "$", "\n");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "dim=8          | ~~                  | the case lacks 'dim'",
                "dim=8          | dim=8 dim=8         | has 'dim' twice",
                "dim=8          | dim=8 width=2       | unknown 'width'",
                "dim=8          | dim=eight           | 'dim' of the case has 'eight'; possible: a whole number",
                "dim=8          | dim                 | 'dim' is none",
                "packed         | twice               | possible: packed, plain, scalable",
                "values=ends    | values=odd          | possible: typical, least, greatest, ends, any, sparse",
                "memory=7,2     | memory=7            | 'memory' of the case has 1 parts, it takes 2",
                "memory=7,2     | memory=0,2          | latency of 1 to 10000",
                "images=2       | images=9            | possible: 1 to 8",
                "bits=84488448  | bits=8448844        | for each of the 8 layers",
                "bits=84488448  | bits=84488446       | an 8 or a 4",
                "40b,20u        | 40x,20u             | '40x'; possible: words and b, u or d",
                "40b,20u        | 3b,20u              | buffers.activation.words is 3",
                "heads=1        | heads=3             | cannot be split over 3 heads",
            })
    void whatIsWrongWithALineIsSaid(String field, String other, String message) {
        assertThatThrownBy(() -> FuzzCase.parse(LINE.replace(field, other)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void equalSeedsDrawEqualCases() {
        assertThat(drawn().stream().map(FuzzCase::text))
                .containsExactlyElementsOf(drawn().stream().map(FuzzCase::text).toList());
    }

    @Test
    void whatIsDrawnFits() {
        assertThat(drawn())
                .allSatisfy(one -> NetworkCompiler.requireShape(one.network().shape(), one.config()));
    }

    /** Sizes around tile and word, and every kind of number, memory and overlap. */
    @Test
    void everythingComesUp() {
        List<FuzzCase> cases = IntStream.range(0, 400)
                .boxed()
                .flatMap(i -> new CaseDrawing(new LegalConfigurations(i, 4096).next("any"), i).next(2).stream())
                .toList();
        assertThat(cases.stream().map(one -> one.network().values()).distinct()).hasSize(FuzzValues.values().length);
        assertThat(cases.stream().map(FuzzCase::overlap).distinct()).hasSize(4);
        assertThat(cases.stream().map(FuzzCase::images).distinct()).hasSize(3);
        assertThat(cases.stream().map(one -> one.memory().predicted()).distinct())
                .hasSize(2);
        for (int more = -1; more <= 1; more++) {
            int step = more;
            assertThat(cases)
                    .anyMatch(one -> one.network().shape().tokens()
                            == one.config().array().tokenTile() + step)
                    .anyMatch(one -> one.network().shape().classes()
                            == one.config().array().word() + step);
        }
        assertThat(cases)
                .anyMatch(one ->
                        one.network().shape().tokens() == one.config().limits().maxTokens())
                .anyMatch(one ->
                        one.network().shape().dim() == one.config().limits().maxDim())
                .anyMatch(one ->
                        one.network().shape().headDim() == one.config().limits().maxHeadDim())
                .anyMatch(one -> one.network().bits().startsWith("4"))
                .anyMatch(one -> one.network().bits().endsWith("4"));
    }

    /** The golden model takes numbers at the ends of all ranges. */
    @Test
    void everyKindOfNumberIsWithinTheContract() {
        for (FuzzValues values : FuzzValues.values()) {
            FuzzNetwork network = FuzzCase.parse(LINE).network();
            FuzzNetwork other = new FuzzNetwork(network.shape(), network.bits(), values);
            Stream.of(1L, 2L, 3L).forEach(seed -> {
                QuantizedVit vit =
                        other.network(FuzzCase.parse(LINE).config().attention().coding(), seed);
                assertThat(new GoldenVit(vit).forward(other.image(0, seed))).hasSize(9);
            });
        }
    }
}
