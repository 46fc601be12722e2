// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import scala.Tuple2;
import scala.collection.mutable.ArrayBuffer;
import spinal.core.Bundle;
import spinal.core.Data;

/**
 * A structure of signals: each field that holds a signal is an element, the first created in the lowest bits.
 *
 * <p>Bundles are copied (by {@code reg}, {@code memory}, {@code stream}) by calling the single constructor again with
 * the fields named like its parameters, so a bundle that takes parameters keeps each in a field of the same name. A
 * bundle that cannot do so overrides {@link #fresh()}.
 */
public abstract class HwBundle extends Bundle {
    private boolean reflected;

    protected HwBundle() {}

    @Override
    public ArrayBuffer<Tuple2<String, Data>> elements() {
        if (!reflected) {
            reflected = true;
            Names.of(this);
            // creation order, not reflection order: the Java specification does not promise the latter
            super.elements()
                    .sortInPlaceBy(element -> element._2().getInstanceCounter(), scala.math.Ordering.Int$.MODULE$);
        }
        return super.elements();
    }

    @Override
    public Bundle clone() {
        return fresh();
    }

    /** A new bundle of the same type, without direction, name or drivers. */
    protected HwBundle fresh() {
        Constructor<?>[] constructors = getClass().getDeclaredConstructors();
        HdlException.require(
                constructors.length == 1,
                () -> getClass().getName() + " has " + constructors.length
                        + " constructors; give it one, or override fresh()");
        Constructor<?> constructor = constructors[0];
        Object[] arguments =
                Arrays.stream(constructor.getParameters()).map(this::argument).toArray();
        try {
            constructor.setAccessible(true);
            return (HwBundle) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new HdlException("cannot copy bundle " + getClass().getName() + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new HdlException("cannot copy bundle " + getClass().getName() + ": " + e, e);
        }
    }

    private Object argument(Parameter parameter) {
        for (Class<?> type = getClass(); type != HwBundle.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean outer = parameter.isImplicit() || parameter.isSynthetic();
                if (outer ? field.isSynthetic() : field.getName().equals(parameter.getName())) {
                    return read(field);
                }
            }
        }
        throw new HdlException("cannot copy bundle " + getClass().getName() + ": constructor parameter '"
                + parameter.getName() + "' has no field of that name; keep it in one (and compile with -parameters)");
    }

    private Object read(Field field) {
        try {
            field.setAccessible(true);
            return field.get(this);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}
