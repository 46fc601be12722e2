// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.program.Command;

/**
 * The sections of a {@link ProgramImage} behind its header, in their order; each begins at a page. A section is so many pieces of
 * equal size, and both are words of the header: where there is no word for the pieces it is one, and where there is none for their
 * size they are commands.
 */
public enum ImageSection {
    PROGRAM(ImageWord.PROGRAM, List.of(ImageWord.COMMANDS, ImageWord.LOOP_COMMANDS), null),
    CONSTANTS(ImageWord.CONSTANTS, List.of(), ImageWord.CONSTANTS_BYTES),
    INPUTS(ImageWord.INPUTS, List.of(ImageWord.CASES), ImageWord.INPUT_BYTES),
    EXPECTED(ImageWord.EXPECTED, List.of(ImageWord.CASES), ImageWord.OUTPUT_BYTES),
    CODES(ImageWord.CODES, List.of(ImageWord.CHANNELS), ImageWord.CHANNEL_BYTES),
    LABELS(ImageWord.LABELS, List.of(), ImageWord.LABELS_BYTES);

    private final ImageWord begin;
    private final List<ImageWord> pieces;
    private final ImageWord pieceBytes;

    ImageSection(ImageWord begin, List<ImageWord> pieces, ImageWord pieceBytes) {
        this.begin = begin;
        this.pieces = pieces;
        this.pieceBytes = pieceBytes;
    }

    /** The word that says where it begins. */
    public ImageWord begin() {
        return begin;
    }

    /** Words whose sum is the number of pieces; none for one piece. */
    public List<ImageWord> pieces() {
        return pieces;
    }

    /** The word with the size of a piece; empty for a command. */
    public Optional<ImageWord> pieceBytes() {
        return Optional.ofNullable(pieceBytes);
    }

    /**
     * Size of the section.
     *
     * @throws ArithmeticException when it is more than 2 GiB
     */
    int bytes(Map<ImageWord, Integer> header) {
        int count = pieces.isEmpty() ? 1 : pieces.stream().mapToInt(header::get).reduce(0, Math::addExact);
        return Math.multiplyExact(count, pieceBytes().map(header::get).orElse(Command.BYTES));
    }
}
