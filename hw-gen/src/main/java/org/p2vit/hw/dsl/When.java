// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.Bool;
import spinal.core.WhenContext;

/** The branches after {@code when}. */
public final class When {
    private final WhenContext context;

    When(WhenContext context) {
        this.context = context;
    }

    public When elsewhen(Bool condition, Runnable body) {
        return new When(context.protElsewhen(condition, Scala.block(body), Scala.here()));
    }

    public void otherwise(Runnable body) {
        context.otherwise(Scala.block(body));
    }
}
