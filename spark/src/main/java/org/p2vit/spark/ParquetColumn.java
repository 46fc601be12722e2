// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.p2vit.quant.InvalidInputException;

/** One column of a parquet file, read a group of rows at a time; the others stay on the disk. */
record ParquetColumn<T>(Path file, MessageType schema, Function<ColumnReader, T> value) {
    /** {@code image.bytes}: files as they were. */
    static ParquetColumn<byte[]> images(Path file) {
        return new ParquetColumn<>(
                file,
                Types.buildMessage()
                        .addField(Types.optionalGroup()
                                .optional(PrimitiveTypeName.BINARY)
                                .named("bytes")
                                .named("image"))
                        .named("schema"),
                column -> column.getBinary().getBytes());
    }

    /** {@code label}: indices of classes. */
    static ParquetColumn<Long> labels(Path file) {
        return new ParquetColumn<>(
                file,
                Types.buildMessage()
                        .addField(Types.primitive(PrimitiveTypeName.INT64, Repetition.OPTIONAL)
                                .named("label"))
                        .named("schema"),
                ColumnReader::getLong);
    }

    /** How many rows each group has. */
    static List<Integer> groups(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getRowGroups().stream()
                    .map(BlockMetaData::getRowCount)
                    .map(Math::toIntExact)
                    .toList();
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    /**
     * The values of a group.
     *
     * @param group from 0
     * @return in the order of the rows, null where there is none
     * @throws InvalidInputException if the file has no such column or is damaged
     */
    List<T> read(int group) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            MessageType whole = reader.getFileMetaData().getSchema();
            for (ColumnDescriptor wanted : schema.getColumns()) {
                if (!whole.containsPath(wanted.getPath())
                        || whole.getColumnDescription(wanted.getPath())
                                        .getPrimitiveType()
                                        .getPrimitiveTypeName()
                                != wanted.getPrimitiveType().getPrimitiveTypeName()) {
                    throw new InvalidInputException(file + " has no column " + String.join(".", wanted.getPath())
                            + " of " + wanted.getPrimitiveType().getPrimitiveTypeName()
                            + "; the data set imagenet-1k has image.bytes and label.");
                }
            }
            ColumnDescriptor column =
                    whole.getColumnDescription(schema.getColumns().get(0).getPath());
            reader.setRequestedSchema(List.of(column));
            return values(reader.readRowGroup(group), reader.getFileMetaData().getCreatedBy(), column);
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private List<T> values(PageReadStore pages, String createdBy, ColumnDescriptor descriptor) {
        if (descriptor.getMaxRepetitionLevel() > 0) {
            throw new ParquetDecodingException("a row has several values of " + String.join(".", descriptor.getPath()));
        }
        ColumnReader column = new ColumnReadStoreImpl(
                        pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy)
                .getColumnReader(descriptor);
        List<T> values = new ArrayList<>();
        for (long row = 0; row < pages.getRowCount(); row++) {
            boolean there = column.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel();
            values.add(there ? value.apply(column) : null);
            column.consume();
        }
        return values;
    }

    private static InvalidInputException damaged(Path file, RuntimeException e) {
        return new InvalidInputException(
                file + " is not a whole parquet file (" + e.getMessage() + "); get it again.", e);
    }
}
