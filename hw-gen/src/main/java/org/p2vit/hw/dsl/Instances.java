// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.DslScopeStack$;
import spinal.core.Nameable;
import spinal.core.internals.ScopeStatement;

/** Closing of modules and explicit names. */
final class Instances {
    private Instances() {}

    static void finish(HwModule module) {
        HdlException.require(!module.closed(), () -> module.getClass().getName() + ": inst(...) was called twice");
        ScopeStatement open = DslScopeStack$.MODULE$.get();
        if (open != module.dslBody()) {
            HwModule inner = open != null && open.component() instanceof HwModule forgotten ? forgotten : module;
            throw new HdlException(inner.getClass().getName() + " was created without inst(...) at " + inner.created());
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
