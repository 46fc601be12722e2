// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a command does with the file that an option names. Every option of type {@link java.nio.file.Path} says it; a test
 * fails for one that does not. {@link FilePlan} acts on it before any work.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FileUse {
    Kind value();

    /** Ways to use a file. */
    enum Kind {
        /** A file that is read; it must be there. */
        INPUT_FILE,
        /** Weights, read together with the files beside them that say what they are. */
        CHECKPOINT,
        /** A folder of images, or an image, that is read; it must be there. */
        IMAGES,
        /** The name of a built-in configuration, or the path of a configuration file. */
        CONFIGURATION,
        /** A folder that is looked into if it is there. */
        LOOKED_INTO,
        /** A file that is written. */
        OUTPUT_FILE,
        /** A folder that is the command's own: what it writes there, and nothing else. */
        OUTPUT_FOLDER,
        /** A folder that may hold anything, for files whose names the command chooses and knows again. */
        STORE
    }
}
