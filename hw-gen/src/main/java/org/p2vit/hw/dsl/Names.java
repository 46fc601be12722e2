// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spinal.core.DontName;
import spinal.core.Nameable;
import spinal.core.ValCallbackRec;

/**
 * Gives signals, memories, areas and instances the names of the fields that hold them.
 *
 * <p>Fields are visited superclass first in declaration order; static, synthetic, primitive and {@link DontName} fields
 * are skipped. Arrays, collections, maps, optionals and records are entered: {@code field_0}, {@code field_KEY},
 * {@code field_component}. Names once given stay, so the first field that holds a signal decides.
 */
final class Names {
    private final ValCallbackRec owner;
    private final Map<Object, Boolean> entered = new IdentityHashMap<>();

    private Names(ValCallbackRec owner) {
        this.owner = owner;
    }

    /** Names everything held by the fields of {@code owner}. */
    static void of(ValCallbackRec owner) {
        Names names = new Names(owner);
        for (Class<?> type : hierarchy(owner.getClass())) {
            for (Field field : type.getDeclaredFields()) {
                if (isNamed(field)) {
                    names.name(read(field, owner), field.getName());
                }
            }
        }
    }

    private static List<Class<?>> hierarchy(Class<?> leaf) {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type = leaf; Scala.isUserClass(type.getName()) || isFacade(type); type = type.getSuperclass()) {
            types.add(0, type);
        }
        return types;
    }

    private static boolean isFacade(Class<?> type) {
        return type.getPackageName().equals(Names.class.getPackageName());
    }

    private static boolean isNamed(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !field.isSynthetic()
                && !field.getType().isPrimitive()
                && !field.isAnnotationPresent(DontName.class);
    }

    private static Object read(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read field " + field + " to name it", e);
        }
    }

    private void name(Object value, String name) {
        if (value instanceof HwMemory<?> memory) {
            owner.valCallback(memory.mem(), name);
        } else if (value instanceof HwState<?> state) {
            owner.valCallback(state.signal(), name);
        } else if (value instanceof Nameable) {
            owner.valCallback(value, name);
            if (value instanceof HwBundle bundle) {
                bundle.elements();
            }
            if (value instanceof HwArea area && entered.put(area, true) == null) {
                of(area);
            }
        } else if (value instanceof Object[] array) {
            nameAll(List.of(array), name);
        } else if (value instanceof Iterable<?> items) {
            nameAll(items, name);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> name(item, name + "_" + key));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(item -> name(item, name));
        } else if (value instanceof Record pair) {
            nameRecord(pair, name);
        }
    }

    private void nameAll(Iterable<?> items, String name) {
        if (entered.put(items, true) != null) {
            return;
        }
        int index = 0;
        for (Object item : items) {
            name(item, name + "_" + index++);
        }
    }

    private void nameRecord(Record pair, String name) {
        for (RecordComponent component : pair.getClass().getRecordComponents()) {
            if (!component.getType().isPrimitive()) {
                try {
                    component.getAccessor().setAccessible(true);
                    name(component.getAccessor().invoke(pair), name + "_" + component.getName());
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("cannot read " + component + " to name it", e);
                }
            }
        }
    }
}
