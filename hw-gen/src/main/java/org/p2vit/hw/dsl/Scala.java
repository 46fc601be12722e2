// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import scala.Function0;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import spinal.core.Data;
import spinal.core.HardType;
import spinal.idslplugin.Location;

/** The conversions between Java and Scala that the rest of this package needs. */
final class Scala {
    private static final String PACKAGE = Scala.class.getPackageName();
    private static final StackWalker STACK = StackWalker.getInstance();

    private static final StackTraceElement NO_FRAME = new StackTraceElement("(no user code)", "", "", -1);

    private Scala() {}

    static Function0<BoxedUnit> block(Runnable body) {
        return () -> {
            body.run();
            return BoxedUnit.UNIT;
        };
    }

    static <T> scala.collection.immutable.Seq<T> seq(List<? extends T> items) {
        return CollectionConverters.<T>asScala(List.<T>copyOf(items)).toList();
    }

    static scala.math.BigInt big(java.math.BigInteger value) {
        return new scala.math.BigInt(value);
    }

    static <T extends Data> HardType<T> hardType(Supplier<? extends T> type) {
        return new HardType<>(type::get);
    }

    /** A Scala class with many defaulted parameters: {@code settings} by parameter name, defaults for the others. */
    static <T> T make(Class<T> type, Map<String, Object> settings) {
        Constructor<?> constructor = type.getConstructors()[0];
        Parameter[] parameters = constructor.getParameters();
        Map<String, Object> unused = new HashMap<>(settings);
        Object[] arguments = new Object[parameters.length];
        try {
            for (int i = 0; i < parameters.length; i++) {
                String name = parameters[i].getName();
                arguments[i] = settings.containsKey(name)
                        ? settings.get(name)
                        : type.getMethod("$lessinit$greater$default$" + (i + 1)).invoke(null);
                unused.remove(name);
            }
            if (!unused.isEmpty()) {
                throw new IllegalArgumentException(type.getSimpleName() + " has no parameter " + unused.keySet());
            }
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type.getName(), e);
        }
    }

    /** The line of user code that called into this package. */
    static StackTraceElement userFrame() {
        return STACK.walk(frames -> frames.filter(frame -> isUserClass(frame.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(NO_FRAME));
    }

    /** The line of user code that called the constructor of {@code type}. */
    static StackTraceElement creationFrame(Class<?> type) {
        Set<String> constructing = new HashSet<>();
        for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
            constructing.add(ancestor.getName());
        }
        List<StackTraceElement> frames = STACK.walk(all -> all.filter(frame -> isUserClass(frame.getClassName()))
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toList());
        return frames.stream()
                .dropWhile(
                        frame -> frame.getMethodName().equals("<init>") && constructing.contains(frame.getClassName()))
                .findFirst()
                .orElseGet(() -> frames.get(frames.size() - 1)); // a top module made by a constructor reference
    }

    static Location here() {
        StackTraceElement frame = userFrame();
        String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
        return new Location(file, Math.max(frame.getLineNumber(), 0), 0);
    }

    static boolean isUserClass(String className) {
        int dot = className.lastIndexOf('.');
        String packageName = dot < 0 ? "" : className.substring(0, dot);
        return !packageName.equals(PACKAGE)
                && !packageName.startsWith("spinal.")
                && !packageName.startsWith("scala.")
                && !packageName.startsWith("java.")
                && !packageName.startsWith("jdk.");
    }
}
