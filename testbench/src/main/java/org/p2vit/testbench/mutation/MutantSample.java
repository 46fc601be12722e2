// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;

/**
 * Mutants of one configuration.
 *
 * @param verilog the emitted file
 * @param text its contents
 * @param modules that mutants were drawn from
 */
public record MutantSample(
        AcceleratorConfig config, Path verilog, String text, int modules, int points, List<MutationPoint> mutants) {
    /**
     * Draws from all modules of the first configuration, and from those modules of the others that none before has.
     *
     * @param folder where they are emitted, each to a folder of its name
     */
    public static List<MutantSample> draw(List<AcceleratorConfig> configs, Path folder, int count, long seed) {
        List<List<MutationPoint>> spaces = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AcceleratorConfig config : configs) {
            Path place = folder.resolve(config.name());
            Emitter.emit(config, place);
            files.add(place.resolve(Emitter.VERILOG));
            List<MutationPoint> space = MutationPoints.of(read(files.get(files.size() - 1))).stream()
                    .filter(point -> !known.contains(point.id()))
                    .toList();
            space.forEach(point -> known.add(point.id()));
            spaces.add(space);
        }
        Set<MutationPoint> drawn = new HashSet<>(
                MutantDraw.of(spaces.stream().flatMap(List::stream).toList(), count, seed));
        List<MutantSample> samples = new ArrayList<>();
        for (int i = 0; i < configs.size(); i++) {
            List<MutationPoint> mutants =
                    spaces.get(i).stream().filter(drawn::contains).toList();
            int modules =
                    (int) mutants.stream().map(MutationPoint::module).distinct().count();
            samples.add(new MutantSample(
                    configs.get(i),
                    files.get(i),
                    read(files.get(i)),
                    modules,
                    spaces.get(i).size(),
                    mutants));
        }
        return samples;
    }

    /** Whether a mutant of this identity is among them. */
    public boolean has(String id) {
        return mutants.stream().anyMatch(mutant -> mutant.id().equals(id));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
