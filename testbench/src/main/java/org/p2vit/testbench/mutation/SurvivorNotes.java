// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Why mutants that nothing can show and no proof covers change nothing, a sentence for each. */
public final class SurvivorNotes {
    private static final String FILE = "survivors.txt";
    private static final String MARK = ": ";

    private final Map<String, String> sentences;

    private SurvivorNotes(Map<String, String> sentences) {
        this.sentences = sentences;
    }

    /** Those of this project; every line is an identity, a colon and a sentence. */
    public static SurvivorNotes ofProject() {
        try (InputStream in = SurvivorNotes.class.getResourceAsStream(FILE)) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SurvivorNotes of(String text) {
        Map<String, String> sentences = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int mark = line.indexOf(MARK);
            if (mark < 0 || sentences.put(line.substring(0, mark), line.substring(mark + MARK.length())) != null) {
                throw new IllegalStateException(FILE + ": no sentence, or a second: " + line);
            }
        });
        return new SurvivorNotes(sentences);
    }

    /** The sentences by {@link MutationPoint#key()}. */
    public Map<String, String> sentences() {
        return sentences;
    }

    public Optional<String> of(MutationPoint mutant) {
        return Optional.ofNullable(sentences.get(mutant.key()));
    }
}
