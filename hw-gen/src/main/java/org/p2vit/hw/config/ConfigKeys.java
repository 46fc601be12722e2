// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes records of the keys of a file: every component is a key, of its type, and every key a component. Some keys may be left out;
 * whether they must is for the records to say.
 */
final class ConfigKeys {
    private static final Set<String> OPTIONAL = Set.of("attention", "buffers.value", "buffers.code");
    /** Keys that older files have. */
    private static final Map<String, String> GONE = Map.of(
            "control.semaphores", "is gone, because it had no effect: there are always 31 semaphores; delete the line");

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d{0,5})\\.\\d{1,3}");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,7}");
    private static final Pattern OCTAL = Pattern.compile("0o?[0-7]{1,9}");
    /** Scalars that are something else than a text to readers of YAML. */
    private static final Pattern NO_TEXT =
            Pattern.compile("[-+]?\\.?[0-9][0-9._eExXoa-fA-F+-]*|true|false|null|~", Pattern.CASE_INSENSITIVE);

    private final YamlNode.Keys root;
    private final FaultList faults;
    private final String name;

    /** @param name of the configuration, which its file does not hold */
    ConfigKeys(YamlNode.Keys root, String name, FaultList faults) {
        this.root = root;
        this.name = name;
        this.faults = faults;
    }

    /** The configuration, or null if there are faults. */
    AcceleratorConfig read() {
        return (AcceleratorConfig) record("", root, AcceleratorConfig.class);
    }

    private Object record(String path, YamlNode.Keys node, Class<?> type) {
        Set<String> known = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(key -> !isName(path, key))
                .collect(Collectors.toCollection(TreeSet::new));
        node.values().forEach((key, value) -> {
            if (GONE.containsKey(path + key)) {
                faults.add(value.line(), path + key + " " + GONE.get(path + key));
            } else if (!known.contains(key)) {
                faults.add(
                        value.line(),
                        "unknown key '" + path + key + "' (known here: " + String.join(", ", known) + ")");
            }
        });
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String key = components[i].getName();
            YamlNode value = node.values().get(key);
            if (isName(path, key)) {
                values[i] = name;
            } else if (value != null) {
                values[i] = value(path + key, value, components[i].getType());
                complete &= values[i] != null;
            } else if (!OPTIONAL.contains(path + key)) {
                faults.add(node.line(), "missing key '" + path + key + "'");
                complete = false;
            }
        }
        return complete ? make(type, values) : null;
    }

    private static boolean isName(String path, String key) {
        return path.isEmpty() && key.equals("name");
    }

    private Object make(Class<?> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException refusal) {
                refusal.sentences().forEach(sentence -> faults.add(lineOf(sentence), sentence));
                return null;
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** Where the field stands with which a sentence begins; of one that is not there, what it belongs to. */
    private int lineOf(String sentence) {
        YamlNode node = root;
        for (String key : sentence.substring(0, sentence.indexOf(' ')).split("\\.")) {
            if (!(node instanceof YamlNode.Keys keys) || !keys.values().containsKey(key)) {
                break;
            }
            node = keys.values().get(key);
        }
        return node == root ? 0 : node.line();
    }

    /** The value, or null with a fault. */
    private Object value(String path, YamlNode node, Class<?> type) {
        if (node instanceof YamlNode.Text text && text.isEmpty()) {
            return fault(node, path + " is empty, give it a value");
        }
        if (type.isRecord()) {
            return node instanceof YamlNode.Keys keys
                    ? record(path + ".", keys, type)
                    : fault(node, path + " is " + node.shown() + ", it must hold keys");
        }
        if (type == int.class) {
            return number(path, node, "a whole number");
        }
        if (type == BigDecimal.class) {
            return decimal(path, node);
        }
        if (type.isEnum()) {
            return constant(path, node, type);
        }
        return node instanceof YamlNode.Text text
                        && (text.quoted() || !NO_TEXT.matcher(text.value()).matches())
                ? text.value()
                : fault(node, path + " is " + node.shown() + ", it must be a text");
    }

    private Object decimal(String path, YamlNode node) {
        if (node instanceof YamlNode.Text text && DECIMAL.matcher(text.value()).matches() && !text.quoted()) {
            BigDecimal shortest = new BigDecimal(text.value()).stripTrailingZeros();
            // 100.0 would be 1E+2.
            return shortest.setScale(Math.max(0, shortest.scale()));
        }
        Object whole = number(path, node, "a number");
        return whole == null ? null : new BigDecimal((Integer) whole);
    }

    private Object number(String path, YamlNode node, String kind) {
        String wrong = path + " is " + node.shown() + ", it must be " + kind;
        if (!(node instanceof YamlNode.Text text) || text.quoted()) {
            return fault(node, node instanceof YamlNode.Text ? wrong + " without quotes" : wrong);
        }
        String digits = text.value();
        if (WHOLE.matcher(digits).matches()) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                return fault(node, wrong + " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
            }
        }
        if (HEXADECIMAL.matcher(digits).matches()) {
            return fault(node, wrong + " in decimal digits: " + Integer.parseInt(digits.substring(2), 16));
        }
        return fault(
                node,
                OCTAL.matcher(digits).matches()
                        ? wrong + " in decimal digits, and a 0 ahead of them means octal to some readers"
                        : wrong + " in decimal digits");
    }

    private Object constant(String path, YamlNode node, Class<?> type) {
        if (node instanceof YamlNode.Text text) {
            for (Object constant : type.getEnumConstants()) {
                if (constant.toString().equalsIgnoreCase(text.value())) {
                    return constant;
                }
            }
        }
        String known = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return fault(node, path + " is " + node.shown() + ", allowed is: " + known);
    }

    private Object fault(YamlNode node, String sentence) {
        faults.add(node.line(), sentence);
        return null;
    }
}
