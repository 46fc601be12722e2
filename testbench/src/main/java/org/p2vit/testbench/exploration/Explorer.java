// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.exploration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.ResourceEstimate;
import org.p2vit.hw.explore.DesignPoint;
import org.p2vit.hw.explore.DesignSpace;
import org.p2vit.hw.explore.DesignWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.performance.WeightBits;

/** Predicts cycles and resources of every array shape for a network, on an engine, and draws them. */
public final class Explorer {
    private final ExplorationRequest request;
    private final ProgressListener progress;

    public Explorer(ExplorationRequest request, ProgressListener progress) {
        this.request = request;
        this.progress = progress;
    }

    /** @param picture the SVG to write */
    public ExplorationReport report(JobEngine engine, Path picture) {
        List<DesignPoint> points = engine.run(
                new Job<>(
                        "array shapes",
                        DesignSpace.of(request.network().shape(), request.like()),
                        new DesignWork(request.network(), request.memory()),
                        Points::new),
                progress);
        NetworkWork work = NetworkWork.of(request.network());
        AcceleratorConfig like = request.like();
        String weights = WeightBits.of(request.network()).label();
        String title = String.format(
                Locale.ROOT,
                "%s, weights %s, %s memory: array shapes T x W x R, otherwise %s",
                request.label(),
                weights,
                request.memory().label(),
                like.name());
        WholeFile.writeText(picture, ParetoSvg.draw(title, points));
        return new ExplorationReport(
                request.label(),
                weights,
                like.name(),
                like.board(),
                ResourceEstimate.UNCERTAINTY_PERCENT,
                picture.toString(),
                points.stream()
                        .map(point -> new ExplorationReport.Row(
                                point, work.utilisation(point.array(), point.cycles()), point.isPareto(points)))
                        .toList());
    }

    /** All of them. */
    private static final class Points implements Reduction<DesignPoint, List<DesignPoint>> {
        private final List<DesignPoint> points = new ArrayList<>();

        @Override
        public void add(DesignPoint point) {
            points.add(point);
        }

        @Override
        public List<DesignPoint> total() {
            return points;
        }
    }
}
