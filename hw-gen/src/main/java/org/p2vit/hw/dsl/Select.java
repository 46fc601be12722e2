// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.List;
import spinal.core.BaseType;
import spinal.core.BitVector;
import spinal.core.SwitchContext;
import spinal.core.SwitchStack$;

/** A Verilog {@code case} on one signal; keys are constants and may not repeat. */
public final class Select {
    private final BaseType value;
    private final SwitchContext context;

    Select(BaseType value) {
        this.value = value;
        SwitchContext[] opened = new SwitchContext[1];
        spinal.core.switch$.MODULE$.apply(
                value, false, true, Scala.block(() -> opened[0] = SwitchStack$.MODULE$.get()), Scala.here());
        this.context = opened[0];
    }

    /** The branch for one value. */
    public Select is(long key, Runnable body) {
        return is(List.of(key), body);
    }

    /** The branch shared by several values. */
    public Select is(List<Long> keys, Runnable body) {
        return branch(keys.stream().map(this::constant).toList(), body);
    }

    Select branch(List<?> keys, Runnable body) {
        inContext(() -> spinal.core.is$.MODULE$.list(Scala.<Object>seq(keys).iterator(), Scala.block(body)));
        return this;
    }

    /** The branch for all other values. */
    public void otherwise(Runnable body) {
        inContext(() -> spinal.core.default$.MODULE$.apply(Scala.block(body)));
    }

    private Object constant(long key) {
        return Types.constantLike((BitVector) value, key);
    }

    private void inContext(Runnable body) {
        var previous = SwitchStack$.MODULE$.set(context);
        body.run();
        previous.restore();
    }
}
