// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Said of a numeric option all of whose values are possible and cost the same: a seed. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnyNumber {}
