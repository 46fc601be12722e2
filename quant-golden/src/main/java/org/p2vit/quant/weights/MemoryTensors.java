// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;

/** Tensors held in memory, in the order they were given. */
public final class MemoryTensors implements TensorStore {
    private final String source;
    private final Map<String, FloatTensor> tensors;
    private final Map<String, String> metadata;

    public MemoryTensors(String source, Map<String, FloatTensor> tensors, Map<String, String> metadata) {
        this.source = source;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<Long> shape(String name) {
        return read(name).shape().stream().map(Integer::longValue).toList();
    }

    @Override
    public FloatTensor read(String name) {
        FloatTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInputException(source + " has no tensor \"" + name + "\".");
        }
        return tensor;
    }
}
