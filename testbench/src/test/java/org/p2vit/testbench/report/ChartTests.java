// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

class ChartTests {
    @ParameterizedTest(name = "{0} … {1}")
    @CsvSource({"0, 1", "-3, 14", "0.001, 0.0042", "5, 5", "-1e6, 3e7", "99.9, 100"})
    void axisHoldsItsValuesBetweenRoundTicks(double low, double high) {
        Axis axis = Axis.over(DoubleStream.of(high, low, Double.NaN, Double.POSITIVE_INFINITY));
        assertThat(axis.place(low)).isBetween(0.0, 1.0);
        assertThat(axis.place(high)).isBetween(0.0, 1.0);
        assertThat(axis.ticks()).hasSizeBetween(2, 10);
        assertThat(axis.ticks().stream().map(axis::label)).doesNotHaveDuplicates();
    }

    @Test
    void everyFinitePointIsDrawnOnceInsideThePicture() throws Exception {
        Document svg = parsed(new Chart("a < b & \"c\"", "x", "y")
                .with("line", Chart.Form.LINE, new double[] {0, 1, 2}, new double[] {1, Double.NaN, -3})
                .with("points", Chart.Form.POINTS, new double[] {1}, new double[] {2})
                .svg());
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(svg.getDocumentElement().getAttribute("aria-label")).isEqualTo("a < b & \"c\"");
        assertThat(svg.getDocumentElement().getTextContent()).contains("x", "y", "line", "points");
    }

    /** Of many points close together: what finds no place is left to the hints and tables. */
    @ParameterizedTest
    @CsvSource({"12, 1", "40, 2", "150, 3"})
    void labelsCoverNeitherEachOtherNorPoints(int count, long seed) throws Exception {
        Random random = new Random(seed);
        double[] x = random.doubles(count).toArray();
        double[] y = random.doubles(count).map(v -> v * v).toArray();
        List<String> labels =
                IntStream.range(0, count).mapToObj(i -> "8/8/4 number " + i).toList();
        Document svg =
                parsed(new Chart("t", "x", "y").labelled("s", x, y, labels).svg());
        List<Rectangle2D> boxes = new ArrayList<>();
        for (int i = 0; i < svg.getElementsByTagName("text").getLength(); i++) {
            Node text = svg.getElementsByTagName("text").item(i);
            if (text.getTextContent().startsWith("8/8/4")) {
                double width = 5.5 * text.getTextContent().length();
                boxes.add(new Rectangle2D.Double(number(text, "x"), number(text, "y") - 8, width, 9));
            }
        }
        assertThat(boxes).as("seed %d", seed).hasSizeGreaterThan(Math.min(count / 2, 15));
        int circles = svg.getElementsByTagName("circle").getLength();
        assertThat(circles).isEqualTo(count);
        for (int i = 0; i < boxes.size(); i++) {
            Rectangle2D box = boxes.get(i);
            assertThat(new Rectangle2D.Double(60, 34, 560, 300).contains(box)).isTrue();
            assertThat(boxes.subList(0, i)).as("seed %d", seed).noneMatch(box::intersects);
            for (int j = 0; j < circles; j++) {
                Node circle = svg.getElementsByTagName("circle").item(j);
                assertThat(box.contains(number(circle, "cx"), number(circle, "cy")))
                        .isFalse();
            }
        }
    }

    /** The seventh series has the colour of the first, and is told from it by its form. */
    @Test
    void seriesOfOneColourDifferInForm() throws Exception {
        Chart chart = new Chart("t", "x", "y");
        for (int i = 0; i < 7; i++) {
            chart.with("s" + i, Chart.Form.LINE, new double[] {0, 1}, new double[] {i, i + 1});
        }
        Document svg = parsed(chart.svg());
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(12);
        int dashed = 0;
        for (int i = 0; i < svg.getElementsByTagName("path").getLength(); i++) {
            if (svg.getElementsByTagName("path").item(i).getAttributes().getNamedItem("stroke-dasharray") != null) {
                dashed++;
            }
        }
        assertThat(dashed).isEqualTo(1);
    }

    @Test
    void barsStandOnZero() throws Exception {
        Document svg = parsed(new Chart("t", "x", "y")
                .with("bars", Chart.Form.BARS, new double[] {-4, -3}, new double[] {10, 20})
                .svg());
        double[] bottoms = new double[2];
        int found = 0;
        for (int i = 0; i < svg.getElementsByTagName("rect").getLength(); i++) {
            var rect = svg.getElementsByTagName("rect").item(i);
            if (rect.hasChildNodes()) {
                bottoms[found++] = number(rect, "y") + number(rect, "height");
                assertThat(number(rect, "height")).isPositive();
            }
        }
        assertThat(found).isEqualTo(2);
        assertThat(bottoms[0]).isEqualTo(bottoms[1]);
    }

    private static double number(Node node, String attribute) {
        return Double.parseDouble(node.getAttributes().getNamedItem(attribute).getNodeValue());
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
