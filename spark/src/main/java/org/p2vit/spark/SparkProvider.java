// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.util.Optional;
import java.util.OptionalInt;
import org.p2vit.quant.job.EngineProvider;
import org.p2vit.quant.job.JobEngine;

/** Offers {@link SparkEngine} where an engine is chosen by its name. */
public final class SparkProvider implements EngineProvider {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public JobEngine open(Optional<String> master, OptionalInt partitions) {
        return SparkEngine.open(master, partitions);
    }
}
