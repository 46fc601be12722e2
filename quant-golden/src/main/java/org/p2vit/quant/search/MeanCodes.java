// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.golden.IntegerTap;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.FloatTensor;

/** Mean codes of the inputs of layers, by channel, over some images. */
final class MeanCodes {
    private static final Map<String, String> INPUT_OF =
            Map.of("q", "ln1", "k", "ln1", "v", "ln1", "proj", "attn_out", "fc1", "ln2", "fc2", "gelu");

    private final Map<String, long[]> sums = new HashMap<>();
    private final Map<String, Long> rows = new HashMap<>();

    MeanCodes(QuantizedVit network, List<FloatTensor> images, int threads) {
        GoldenVit golden = new GoldenVit(network);
        OrderedWork.run(
                threads,
                images.size(),
                image -> {
                    Sums own = new Sums(new HashMap<>());
                    golden.forward(network.input().encode(images.get(image).toArray()), own);
                    return own;
                },
                (image, own) -> own.byTensor.forEach(this::add));
    }

    private void add(String tensor, Part part) {
        rows.merge(tensor, (long) part.rows, Long::sum);
        sums.merge(tensor, part.sums, (mine, more) -> {
            for (int c = 0; c < mine.length; c++) {
                mine[c] += more[c];
            }
            return mine;
        });
    }

    /** Of the input of a layer inside a block. */
    double[] of(String layer) {
        int dot = layer.lastIndexOf('.') + 1;
        String tensor = layer.substring(0, dot) + INPUT_OF.get(layer.substring(dot));
        long[] sum = sums.get(tensor);
        double[] mean = new double[sum.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (double) sum[c] / rows.get(tensor);
        }
        return mean;
    }

    private record Part(int rows, long[] sums) {}

    private record Sums(Map<String, Part> byTensor) implements IntegerTap {
        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            if (INPUT_OF.containsValue(tensor.substring(tensor.lastIndexOf('.') + 1))) {
                long[] sums = new long[columns];
                for (int i = 0; i < codes.length; i++) {
                    sums[i % columns] += codes[i];
                }
                byTensor.put(tensor, new Part(rows, sums));
            }
        }

        @Override
        public void accept(String tensor, short[] stream, int rows, int columns) {}

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    }
}
