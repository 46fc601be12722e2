// SPDX-License-Identifier: Apache-2.0
/**
 * From image files to the input of a network. In go files in several formats and the text of a {@link
 * org.p2vit.quant.model.Preprocess}; out come floats, [patches x patchDepth], the same bits on every machine
 * ({@link org.p2vit.quant.image.ImagePreprocessor}). What is read, what is refused and how sizes are brought about:
 * {@code quant-golden/doc/preprocessing.md}.
 */
package org.p2vit.quant.image;
