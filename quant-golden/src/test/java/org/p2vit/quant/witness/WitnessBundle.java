// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** bundle.md: the header of a bundle and its arrays by name; those of {@code f32} have no part in an inference and are left out. */
record WitnessBundle(JsonNode header, Map<String, List<BigInteger>> arrays) {
    int shape(String field) {
        return header.get("shape").get(field).intValue();
    }

    List<BigInteger> array(String name) {
        List<BigInteger> array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array " + name);
        }
        return array;
    }

    /** A matrix with so many rows. */
    Matrix matrix(String name, int rows) {
        List<BigInteger> words = array(name);
        return new Matrix(rows, words.size() / rows, words);
    }

    WitnessLinear linear(String name) {
        List<BigInteger> bias = array(name + ".bias");
        return new WitnessLinear(
                matrix(name + ".weights", bias.size()),
                bias,
                array(name + ".shift"),
                arrays.getOrDefault(name + ".residual_shift", List.of()));
    }

    /** GELU of a block, whose name ends with a full stop. */
    WitnessGelu gelu(String block) {
        return new WitnessGelu(array(block + "gelu.shift").get(0).intValueExact());
    }

    WitnessNorm norm(String name) {
        return new WitnessNorm(
                array(name + ".gain"),
                array(name + ".offset"),
                array(name + ".shift").get(0));
    }
}
