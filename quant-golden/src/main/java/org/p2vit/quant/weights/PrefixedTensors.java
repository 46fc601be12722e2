// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;

/**
 * Tensors of a network that was saved inside a wrapper, by the names that the network itself gives them: without {@code
 * module.} (parallel training), {@code _orig_mod.} (compiled), {@code model.} or {@code timm_model.}, or several of these.
 * Names that do not begin so are left alone.
 */
final class PrefixedTensors implements TensorStore {
    /** Possessive, so that a name of thousands of wrappers needs no stack. */
    private static final Pattern WRAPPERS = Pattern.compile("(?:module\\.|model\\.|_orig_mod\\.|timm_model\\.)*+");

    private final TensorStore store;
    private final String prefix;
    private final Map<String, String> originals = new LinkedHashMap<>();

    /** @throws InvalidInputException if a name is there with and without the prefix */
    PrefixedTensors(TensorStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
        for (String name : store.names()) {
            String own = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            String other = originals.putIfAbsent(own, name);
            if (other != null) {
                throw new InvalidInputException(store.source() + " has both " + Quoted.name(other) + " and "
                        + Quoted.name(name) + "; save one network without the other.");
            }
        }
    }

    /** Whether a prefix is made of wrappers only; the empty one is. */
    static boolean isWrapper(String prefix) {
        return WRAPPERS.matcher(prefix).matches();
    }

    @Override
    public String source() {
        return prefix.isEmpty() ? store.source() : store.source() + " (names without their \"" + prefix + "\")";
    }

    @Override
    public Set<String> names() {
        return originals.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return store.metadata();
    }

    @Override
    public List<Long> shape(String name) {
        return store.shape(originals.getOrDefault(name, name));
    }

    @Override
    public FloatTensor read(String name) {
        return store.read(originals.getOrDefault(name, name));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
