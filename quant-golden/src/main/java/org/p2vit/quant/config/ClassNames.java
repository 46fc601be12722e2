// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.quant.Quoted;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists of class names as text: a JSON array, or, as older files have it, names with commas between them. */
public final class ClassNames {
    private ClassNames() {}

    /** The names of a text, in the order of the logits. */
    public static List<String> parse(String text) {
        if (text.startsWith("[")) {
            try {
                JsonNode list = JsonMapper.shared().readTree(text);
                List<String> names = new ArrayList<>();
                list.forEach(name -> names.add(name.isString() ? name.stringValue() : null));
                if (list.isArray() && !names.contains(null)) {
                    return List.copyOf(names);
                }
            } catch (tools.jackson.core.JacksonException e) {
                // A class whose name begins with a bracket, in the older form.
            }
        }
        return List.of(text.split(",", -1));
    }

    /** The text of names, whatever characters they have. */
    public static String text(List<String> names) {
        return JsonMapper.shared().writeValueAsString(names);
    }

    /**
     * The names of {@code {"0": "cat", "1": "dog"}} or {@code ["cat", "dog"]}, and how many there are. A number is its text. Names that are all
     * {@code LABEL_0}, {@code LABEL_1}, ..., which Hugging Face writes where there are none, only count.
     */
    static List<Statement> of(ConfigObject object, String key) {
        if (!object.has(key)) {
            return List.of();
        }
        List<String> names = names(object, key);
        String words = object.file() + " has " + names.size() + " names in " + Quoted.name(object.inside() + key);
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.of(Fact.CLASSES, names.size(), words));
        if (!IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals("LABEL_" + i))) {
            statements.add(new Statement(Fact.CLASS_NAMES, text(names), words));
        }
        return statements;
    }

    private static List<String> names(ConfigObject object, String key) {
        JsonNode value = object.node().get(key);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode name = value.isArray() ? value.get(i) : value.path(Integer.toString(i));
            if (name.isMissingNode()) {
                throw object.wrong(key, "the class " + i + " of " + value.size() + " is missing");
            }
            if (!name.isString() && !name.isNumber()) {
                throw object.wrong(key, "the name of class " + i + " is no text");
            }
            names.add(name.isString() ? name.stringValue() : name.toString());
        }
        if (names.isEmpty()) {
            throw object.wrong(key, "a name for each class is expected");
        }
        return names;
    }
}
