// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.util.Optional;
import java.util.OptionalInt;
import org.p2vit.quant.InvalidInputException;

/** Another engine than {@link LocalEngine}, found by {@link java.util.ServiceLoader} if its module is on the class path. */
public interface EngineProvider {
    /** What it is called where an engine is chosen. */
    String name();

    /**
     * Makes it ready to work.
     *
     * @param master where, in the engine's own words; what its surroundings say if empty
     * @param partitions into how many tasks a job is divided; chosen by the engine if empty
     * @throws InvalidInputException if {@code master} is malformed or missing
     * @throws EngineException if the master does not answer
     */
    JobEngine open(Optional<String> master, OptionalInt partitions);
}
