// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named float tensors and free text about them: a checkpoint file, or tensors in memory. */
public interface TensorStore extends Closeable {
    /** What to call this store in an error message, usually the file. */
    String source();

    /** Names in the order of storage. */
    Set<String> names();

    /** Free text by key; empty when there is none. */
    Map<String, String> metadata();

    /**
     * The shape of a tensor, without reading its values.
     *
     * @throws org.p2vit.quant.InvalidInputException if there is no such tensor
     */
    List<Long> shape(String name);

    /**
     * The values of a tensor, widened to float.
     *
     * @throws org.p2vit.quant.InvalidInputException if there is no such tensor or its values cannot become floats
     */
    FloatTensor read(String name);

    /** Gives back the file, if there is one. */
    @Override
    default void close() throws IOException {}
}
