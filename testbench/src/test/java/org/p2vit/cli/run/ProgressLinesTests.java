// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLinesTests {
    private final List<String> lines = new ArrayList<>();
    private long seconds = 1000;
    private final ProgressLines progress = new ProgressLines(() -> TimeUnit.SECONDS.toNanos(seconds), lines::add);

    private void after(long more, String step, long done, long total) {
        seconds += more;
        progress.at(step, done, total);
    }

    @Test
    void shortWorkSaysNothing() {
        after(0, "quantize", 0, 10);
        after(19, "quantize", 10, 10);

        assertThat(lines).isEmpty();
    }

    @Test
    void aLineComesAfterTwentySecondsAndThenEveryThirty() {
        after(0, "images", 0, 100);
        after(20, "images", 10, 100);
        after(29, "images", 20, 100);
        after(1, "images", 25, 100);

        assertThat(lines).containsExactly("images: 10 of 100, about 3 min left", "images: 25 of 100, about 2 min left");
    }

    /** What was done before, in an earlier run or by another step, takes no part in the estimate. */
    @Test
    void theEstimateCountsTheStepAlone() {
        after(0, "read", 0, 5);
        after(60, "read", 5, 5);
        after(10, "pairs", 400, 500);
        after(30, "pairs", 402, 500);

        assertThat(lines).containsExactly("read: 5 of 5", "pairs: 402 of 500, about 24 min left");
    }

    @Test
    void nothingDoneHasNoEstimate() {
        after(0, "cases", 0, 3);
        after(40, "cases", 0, 3);

        assertThat(lines).containsExactly("cases: 0 of 3");
    }
}
