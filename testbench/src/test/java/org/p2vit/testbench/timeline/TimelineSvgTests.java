// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.timeline.Timeline.Mark;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class TimelineSvgTests {
    private final Timeline timeline = new Timeline(
            "a < b & c",
            new Activity(List.of(ActivityTests.sample(100, 50, 20), ActivityTests.sample(200, 150, 20))),
            List.of(new Mark("first", 0, 120), new Mark("second", 120, 200)),
            new Mark("second", 120, 200),
            Map.of(Unit.NORM, Map.of("STREAM_ROWS", 12345L)));

    @Test
    void isXmlWithALaneForEachUnitInBothPanels() throws Exception {
        String svg = TimelineSvg.draw(timeline);

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        NodeList paths = document.getElementsByTagName("path");
        assertThat(paths.getLength())
                .as("busy and waiting of seven units, twice")
                .isEqualTo(2 * 2 * 7);
        assertThat(document.getDocumentElement().getTextContent())
                .contains("a < b & c", "first", "second alone", "STREAM_ROWS 12,345");
    }

    @Test
    void isTheSameEverywhere() {
        String here = TimelineSvg.draw(timeline);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(TimelineSvg.draw(timeline)).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }
}
