// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class ConfigHashTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");

    @Test
    void configurationsOfDifferentHardwareDiffer() {
        assertThat(AcceleratorConfig.NAMED.stream().map(AcceleratorConfig::load).map(ConfigHash::of))
                .doesNotHaveDuplicates();
        ControlConfig control = TINY.control();
        ControlConfig deeper =
                new ControlConfig(2 * control.queueDepth(), control.addressBits(), control.maxOutstandingReads());
        assertThat(ConfigHash.of(with("tiny", TINY.clockMhz(), deeper))).isNotEqualTo(ConfigHash.of(TINY));
    }

    @Test
    void whatDecidesNothingIsLeftOut() {
        assertThat(ConfigHash.of(with("other", BigDecimal.ONE, TINY.control()))).isEqualTo(ConfigHash.of(TINY));
    }

    @Test
    void hashIsThatOfTheJsonItSays() throws Exception {
        ControlConfig control = TINY.control();
        ArrayConfig array = TINY.array();
        LimitConfig limits = TINY.limits();
        String json = "[{\"pe\":\"%s\",\"postPipes\":%d,\"tokenTile\":%d,\"word\":%d},\"SHIFT\",%s,%s,%s]"
                .formatted(
                        array.pe(),
                        array.postPipes(),
                        array.tokenTile(),
                        array.word(),
                        buffers(TINY.buffers()),
                        "{\"maxDim\":%d,\"maxHeadDim\":%d,\"maxTokens\":%d}"
                                .formatted(limits.maxDim(), limits.maxHeadDim(), limits.maxTokens()),
                        "{\"addressBits\":%d,\"maxOutstandingReads\":%d,\"queueDepth\":%d}"
                                .formatted(control.addressBits(), control.maxOutstandingReads(), control.queueDepth()));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
        assertThat(ConfigHash.of(TINY)).isEqualTo(ByteBuffer.wrap(digest).getInt());
    }

    private static String buffers(BufferSetConfig b) {
        return "{\"activation\":%s,\"code\":%s,\"logit\":%s,\"normParam\":%s,\"requantParam\":%s,"
                        .formatted(
                                buffer(b.activation()),
                                buffer(b.code()),
                                buffer(b.logit()),
                                buffer(b.normParam()),
                                buffer(b.requantParam()))
                + "\"residual\":%s,\"value\":%s,\"weight\":%s}"
                        .formatted(buffer(b.residual()), buffer(b.value()), buffer(b.weight()));
    }

    private static String buffer(BufferConfig buffer) {
        return "{\"style\":\"%s\",\"words\":%d}".formatted(buffer.style(), buffer.words());
    }

    private static AcceleratorConfig with(String name, BigDecimal clockMhz, ControlConfig control) {
        return new AcceleratorConfig(
                name,
                TINY.grade(),
                TINY.board(),
                TINY.description(),
                clockMhz,
                TINY.array(),
                TINY.attention(),
                TINY.buffers(),
                TINY.limits(),
                control);
    }
}
