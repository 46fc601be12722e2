// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.SafetensorsWriter;
import org.p2vit.quant.weights.SyntheticCheckpoint;
import org.p2vit.quant.weights.TensorStore;
import tools.jackson.databind.json.JsonMapper;

/** The files beside an {@link UntrustedFile}: a very small network, whole and in two shards. */
final class Companions {
    static final String WEIGHTS = "model-beside.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final List<String> SHARDS = List.of("a.safetensors", "b.safetensors");
    private static final SyntheticCheckpoint NETWORK =
            new SyntheticCheckpoint(new VitShape(4, 4, 1, 2, 4, 1, 2, 4, 3), 1);

    private Companions() {}

    static void write(Path folder) throws IOException {
        SafetensorsWriter.write(folder.resolve(WEIGHTS), NETWORK);
        for (int shard = 0; shard < SHARDS.size(); shard++) {
            SafetensorsWriter.write(folder.resolve(SHARDS.get(shard)), new Shard(shard));
        }
    }

    /** The bytes of the whole network, smaller than those of any that is trained. */
    static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve(WEIGHTS));
    }

    /** The index of the two shards. */
    static byte[] index() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int shard = 0; shard < SHARDS.size(); shard++) {
            for (String name : new Shard(shard).names()) {
                map.put(name, SHARDS.get(shard));
            }
        }
        return JsonMapper.shared().writeValueAsBytes(Map.of("weight_map", map));
    }

    /** Every other tensor of the network. */
    private record Shard(int number) implements TensorStore {
        @Override
        public String source() {
            return SHARDS.get(number);
        }

        @Override
        public Set<String> names() {
            List<String> all = List.copyOf(NETWORK.names());
            return new TreeSet<>(all.stream()
                    .filter(name -> all.indexOf(name) % SHARDS.size() == number)
                    .toList());
        }

        @Override
        public Map<String, String> metadata() {
            return NETWORK.metadata();
        }

        @Override
        public List<Long> shape(String name) {
            return NETWORK.shape(name);
        }

        @Override
        public FloatTensor read(String name) {
            return NETWORK.read(name);
        }

        @Override
        public void close() {}
    }
}
