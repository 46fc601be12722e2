// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The part of YAML that configurations are written in: one document of keys, scalars and more keys. Anchors, aliases, tags, merge
 * keys, repeated keys and further documents are faults; so are tabs at the beginning of a line.
 */
final class YamlText {
    private static final Pattern TAB = Pattern.compile(" *\t[\\s]*[^\\s#].*");
    private static final int MOST_DEPTH = 8;

    private final FaultList faults;
    private Iterator<Event> events;
    private Event event;

    private YamlText(FaultList faults) {
        this.faults = faults;
    }

    /** The keys of {@code text}; null where there are none, or where it cannot be read. What is wrong goes to {@code faults}. */
    static YamlNode.Keys parse(String text, FaultList faults) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (TAB.matcher(lines.get(i)).matches()) {
                faults.add(i + 1, "a tab begins the line; YAML is indented with spaces");
            }
        }
        if (!faults.isEmpty()) {
            return null;
        }
        try {
            return new YamlText(faults).document(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(line, "not readable as YAML: " + e.getProblem());
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            faults.add(
                    (int) line,
                    String.format(Locale.ROOT, "the character U+%04X is not allowed in YAML", e.getCodePoint()));
        } catch (YamlEngineException e) {
            faults.add(0, "not readable as YAML: " + e.getMessage());
        }
        return null;
    }

    private YamlNode.Keys document(String text) {
        events = new Parse(LoadSettings.builder().setAllowDuplicateKeys(true).build())
                .parseString(text)
                .iterator();
        YamlNode.Keys keys = null;
        int documents = 0;
        while (events.hasNext()) {
            next();
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                faults.add(line(event), "a second document begins; a configuration is one");
                return keys;
            }
            if (event instanceof NodeEvent) {
                YamlNode node = node(0);
                if (node instanceof YamlNode.Keys found) {
                    keys = found;
                } else {
                    faults.add(
                            node.line(),
                            node.shown().isEmpty()
                                    ? "it holds no keys"
                                    : "it is " + node.shown() + " and holds no keys");
                }
            }
        }
        if (documents == 0) {
            faults.add(0, "it holds no keys");
        }
        return keys;
    }

    private void next() {
        event = events.next();
    }

    /** The node whose first event is the current one; the current one is its last afterwards. */
    private YamlNode node(int depth) {
        int line = line(event);
        if (depth > MOST_DEPTH) {
            throw new YamlEngineException("line " + line + " is nested too deeply");
        }
        if (event instanceof AliasEvent alias) {
            faults.add(line, "the alias *" + alias.getAlias() + " stands for another value; write the value itself");
            return new YamlNode.Text(line, "*" + alias.getAlias(), false);
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> refuseAnchor(line, anchor));
        if (event instanceof ScalarEvent scalar) {
            scalar.getTag().ifPresent(tag -> faults.add(line, "the tag " + tag + " is not known; leave it out"));
            return new YamlNode.Text(line, scalar.getValue(), !scalar.isPlain());
        }
        ((CollectionStartEvent) event)
                .getTag()
                .ifPresent(tag -> faults.add(line, "the tag " + tag + " is not known; leave it out"));
        return event instanceof MappingStartEvent ? keys(line, depth) : items(line, depth);
    }

    private void refuseAnchor(int line, Anchor anchor) {
        faults.add(line, "the anchor &" + anchor + " is not known here; leave it out");
    }

    private YamlNode items(int line, int depth) {
        for (next(); !(event instanceof SequenceEndEvent); next()) {
            node(depth + 1);
        }
        return new YamlNode.Items(line);
    }

    private YamlNode keys(int line, int depth) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        for (next(); !(event instanceof MappingEndEvent); next()) {
            YamlNode key = node(depth + 1);
            next();
            YamlNode value = node(depth + 1);
            if (!(key instanceof YamlNode.Text name)) {
                faults.add(key.line(), key.shown() + " is no key");
            } else if (values.putIfAbsent(name.value(), value) != null) {
                faults.add(
                        key.line(),
                        "the key '" + name.value() + "' is there for the second time, first in line "
                                + values.get(name.value()).line());
            }
        }
        return new YamlNode.Keys(line, values);
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
