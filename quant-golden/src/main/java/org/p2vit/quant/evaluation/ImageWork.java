// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.StoredFile;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.weights.FloatTensor;

/** Reads an image and compares the methods with float on it. The image is forgotten afterwards. */
record ImageWork(Reference reference, List<Method> methods, ImagePreprocessor preprocessor, BadImagePolicy onBadImage)
        implements Work<ImageFolder.Labelled, ImageScores> {
    @Override
    public ImageScores of(ImageFolder.Labelled image) {
        Path file = image.file();
        FloatTensor patches;
        try {
            patches = preprocessor.patches(file);
        } catch (InvalidInputException fault) {
            // That a file is absent is no fault of the image: this process does not see the folder.
            if (onBadImage == BadImagePolicy.STOP || !StoredFile.isThere(file)) {
                throw fault;
            }
            String name = file.getFileName().toString();
            return ImageScores.bad(fault.getMessage().replace(file.toString(), name));
        }
        float[] exact = reference.logits(file, patches);
        List<ScoreSums.Case> cases = Stream.concat(
                        Stream.of(exact),
                        methods.stream().map(method -> method.logits().of(patches)))
                .map(logits -> ScoreSums.Case.of(exact, logits, image.label()))
                .toList();
        return new ImageScores(cases, "");
    }

    @Override
    public String describe(ImageFolder.Labelled image) {
        return image.file().toString();
    }

    /** The name too: faults have it. */
    @Override
    public void content(ImageFolder.Labelled image, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeUTF(image.file().getFileName().toString());
        out.writeInt(image.label());
        out.write(StoredFile.bytes(image.file()));
    }
}
