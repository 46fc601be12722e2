// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.p2vit.quant.storage.Sha256;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names the hardware a configuration describes: register CONFIG_HASH has it, and so has a program compiled for it. Name,
 * grade, board, description and clock decide nothing about the hardware and are left out.
 */
public final class ConfigHash {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .build();

    private ConfigHash() {}

    /** First 32 bits of the SHA-256 of array, attention, buffers, limits and control, a JSON array with sorted keys in UTF-8. */
    public static int of(AcceleratorConfig config) {
        String text = JSON.writeValueAsString(
                List.of(config.array(), config.attention(), config.buffers(), config.limits(), config.control()));
        return ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8))).getInt();
    }
}
