// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.Component;
import spinal.core.DslScopeStack$;
import spinal.core.Nameable;
import spinal.core.internals.ScopeStatement;

/** Closing of modules and explicit names. */
final class Instances {
    private Instances() {}

    static void finish(HwModule module) {
        ScopeStatement open = DslScopeStack$.MODULE$.get();
        if (open != module.dslBody()) {
            Component inner = open == null ? null : open.component();
            throw new HdlException(
                    inner instanceof HwModule forgotten
                            ? forgotten.getClass().getName() + " was created without inst(...) at "
                                    + forgotten.created()
                            : module.getClass().getName() + " is not the module being built; inst(...) was called twice"
                                    + " or inside a condition, at " + Scala.userFrame());
        }
        module.postInitCallback();
    }

    static void name(String name, Object item) {
        if (item instanceof HwMemory<?> memory) {
            memory.mem().setName(name);
        } else if (item instanceof HwState<?> state) {
            state.signal().setName(name);
        } else if (item instanceof Nameable nameable) {
            nameable.setName(name);
            if (item instanceof HwBundle bundle) {
                bundle.elements();
            }
            if (item instanceof HwArea area) {
                Names.of(area);
            }
        } else {
            throw new HdlException("cannot name '" + name + "': " + item + " is no signal, at " + Scala.userFrame());
        }
    }
}
