// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.Component;

/**
 * A hardware module: one Verilog module per class (and parameter set), described by its constructor.
 *
 * <p>Ports are direct fields made with {@code in(...)}, {@code out(...)}, {@code master(...)}, {@code slave(...)};
 * signals worth seeing are fields too. Every {@code new} of a module inside another is wrapped:
 * {@code final Mac mac = inst(new Mac(8));}. A constructor may run twice after an error, so it has no side effects.
 */
public abstract class HwModule extends Component {
    @spinal.core.DontName
    private final StackTraceElement created = Scala.creationFrame(getClass());

    private boolean closed;

    protected HwModule() {}

    /** Calls the Verilog module like {@code base}, which this is a variant of. */
    protected final void definedAs(Class<? extends HwModule> base) {
        setDefinitionName(base.getSimpleName(), true);
    }

    /** Called by {@code inst}: names the fields and leaves the module's scope. */
    @Override
    public Component postInitCallback() {
        if (!closed) {
            Names.of(this);
            closed = true;
        }
        return super.postInitCallback();
    }

    /** True after {@code inst}. */
    final boolean closed() {
        return closed;
    }

    /** The line of user code that created this module, for error messages. */
    final StackTraceElement created() {
        return created;
    }
}
