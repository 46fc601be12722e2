// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.Optional;
import org.p2vit.quant.InvalidInputException;

/** What a head reads, by timm's words. */
public final class Pooling {
    /** The key in a configuration and in a checkpoint's metadata. */
    public static final String KEY = "global_pool";
    /** The class token. */
    public static final String TOKEN = "token";
    /** The mean of the patches. */
    public static final String MEAN = "avg";

    private Pooling() {}

    /** @param words the beginning of the sentence that refuses another value */
    public static String parse(String value, String words) {
        return switch (value) {
            case TOKEN, "cls" -> TOKEN;
            case MEAN -> MEAN;
            default ->
                throw new InvalidInputException(words + "; supported are \"" + TOKEN + "\" and \"" + MEAN + "\".");
        };
    }

    static Optional<Statement> of(ConfigObject object) {
        return object.text(KEY)
                .map(value -> new Statement(Fact.POOLING, parse(value, object.says(KEY)), object.says(KEY)));
    }
}
