// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.DoubleStream;
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
