// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;

/**
 * Quantized networks by the key of what they were made from.
 *
 * @param folder where the bundles are, made when needed; without one nothing is kept
 */
public record BundleCache(Optional<Path> folder) {
    /** @param reused whether the network was in the cache */
    public record Entry(QuantizedVit network, boolean reused) {}

    /** Takes the network of {@code key}, or has it made and keeps it. A damaged bundle is made again. */
    public Entry obtain(String key, Supplier<QuantizedVit> maker) {
        Optional<Path> file = folder.map(cache -> cache.resolve(key + ".p2vit"));
        if (file.isPresent() && Files.exists(file.get())) {
            try {
                return new Entry(QuantizedBundle.read(file.get()), true);
            } catch (InvalidInputException damaged) {
                // Made again below; the file is replaced.
            }
        }
        QuantizedVit network = maker.get();
        file.ifPresent(bundle -> QuantizedBundle.write(network, bundle));
        return new Entry(network, false);
    }
}
