// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The waivers (resource {@code waivers.json}), and which of them were needed. */
final class CoverageWaivers {
    private final List<Waiver> all;
    private final Set<Waiver> unneeded;

    CoverageWaivers(List<Waiver> all) {
        this.all = List.copyOf(all);
        this.unneeded = new LinkedHashSet<>(all);
    }

    static CoverageWaivers load() {
        try (InputStream in = CoverageWaivers.class.getResourceAsStream("waivers.json")) {
            return new CoverageWaivers(List.of(JsonMapper.shared().readValue(in, Waiver[].class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something that was not reached is waived; the waiver is then needed. */
    boolean take(ModuleCoverage module, ModuleCoverage.Item item) {
        String text = module.text(item);
        boolean found = false;
        for (Waiver waiver : all) {
            if (waiver.covers(module.module().kind(), item.kind(), text)) {
                unneeded.remove(waiver);
                found = true;
            }
        }
        return found;
    }

    /** Those that waived nothing so far. */
    List<String> unneeded() {
        return unneeded.stream().map(Waiver::sentence).toList();
    }

    int count() {
        return all.size();
    }
}
