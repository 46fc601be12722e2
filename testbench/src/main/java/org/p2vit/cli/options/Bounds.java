// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the greatest value of a numeric option, both possible. Every numeric option has them; a test fails for one
 * that does not. {@link NumberRanges} shows them in the help text and refuses what lies outside.
 *
 * <p>They are wide enough for everything that can be meant, and narrow enough that a slip of the hand is an error at once
 * rather than a run without end or memory.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Bounds {
    double min();

    double max();
}
