// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.p2vit.quant.image.ImageFolder;

/** Hears what a user should know of the files that options name, while they are read. */
public interface InputNotes {
    /** What was assumed about a model. */
    void assumed(Path model, List<String> phrases);

    /** What is in a folder of images. */
    void leftOut(Path folder, ImageFolder.Listing listing);
}
