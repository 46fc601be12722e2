// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.Archive;

/**
 * A part of a data set as hubs have it: a row for each image, its file in {@code image.bytes}, its class in {@code label}.
 * Images are called by their row, from 000000. A thread keeps the group of rows that it read last, since neighbours follow.
 */
final class ParquetImages implements Archive {
    private static final ThreadLocal<Group> LAST = new ThreadLocal<>();

    private final Path file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Integer> labels = new ArrayList<>();

    private record Place(int group, int row) {}

    private record Group(ParquetImages of, int number, List<byte[]> images) {}

    private ParquetImages(Path file) {
        this.file = file;
    }

    static ParquetImages of(Path file) throws IOException {
        ParquetImages images = new ParquetImages(file);
        List<Integer> groups = ParquetColumn.groups(file);
        for (int group = 0; group < groups.size(); group++) {
            List<Long> labels = ParquetColumn.labels(file).read(group);
            for (int row = 0; row < groups.get(group); row++) {
                images.add(new Place(group, row), labels.get(row));
            }
        }
        return images;
    }

    private void add(Place place, Long label) {
        String name = String.format(Locale.ROOT, "%06d", places.size());
        if (label == null || label.intValue() != label) {
            throw new InvalidInputException(
                    file + " has the label " + label + " in row " + name + "; it must be the index of a class.");
        }
        places.put(name, place);
        labels.add(label.intValue());
    }

    @Override
    public List<String> names() {
        return List.copyOf(places.keySet());
    }

    @Override
    public List<Integer> labels() {
        return List.copyOf(labels);
    }

    @Override
    public boolean has(String name) {
        return places.containsKey(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        Place place = places.get(name);
        Group group = LAST.get();
        if (group == null || group.of != this || group.number != place.group) {
            LAST.remove();
            group = new Group(this, place.group, ParquetColumn.images(file).read(place.group));
            LAST.set(group);
        }
        byte[] image = group.images.get(place.row);
        if (image == null) {
            throw new IOException("its row has no bytes");
        }
        return image.clone();
    }
}
