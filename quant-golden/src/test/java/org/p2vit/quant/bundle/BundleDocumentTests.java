// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.ContractDocument;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

/** What {@code bundle.md} states is what the reader does. */
class BundleDocumentTests {
    private static final Map<String, Integer> SIZES = Map.of(
            "bytes of the file",
            (int) QuantizedBundle.MAX_FILE_BYTES,
            "bytes of the header",
            QuantizedBundle.MAX_HEADER_BYTES);
    private static final List<String> PRODUCTS = List.of("channels·patch²", "tokens N");

    private final ContractDocument document = ContractDocument.read("bundle.md");
    private static final VitShape LEAST = new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1).with(1, 1);

    private final byte[] bundle = QuantizedBundle.toBytes(RandomQuantizedVit.of(LEAST, 8, 3));
    /** One of each readout. */
    private final List<byte[]> bundles = Stream.of(Readout.values())
            .map(readout -> QuantizedBundle.toBytes(RandomQuantizedVit.of(LEAST.with(readout), 8, 3)))
            .toList();

    private record Row(String what, String leastText, String greatestText) {
        static Row of(List<String> cells) {
            return new Row(cells.get(0).replace("`", ""), plain(cells.get(1)), plain(cells.get(2)));
        }

        private static String plain(String cell) {
            return cell.replace('−', '-');
        }

        OptionalInt least() {
            return number(leastText);
        }

        OptionalInt greatest() {
            return number(greatestText);
        }

        private static OptionalInt number(String text) {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        }

        boolean matches(String array) {
            return what.startsWith("*") ? array.endsWith(what.substring(1)) : array.equals(what);
        }
    }

    private List<Row> rows() {
        return document.table("bounds").stream().map(Row::of).toList();
    }

    @Test
    void theVersionIsStated() {
        assertThat(document.line(0)).endsWith("version " + QuantizedBundle.VERSION);
        assertThat(document.tableWithHeader("| bytes | content |"))
                .contains(List.of("4", "version, unsigned: " + QuantizedBundle.VERSION));
    }

    @Test
    void sizesAreThoseOfTheReader() {
        for (Map.Entry<String, Integer> size : SIZES.entrySet()) {
            assertThat(row(size.getKey()).greatest()).hasValue(size.getValue());
        }
    }

    @Test
    void fieldsOfTheShapeAreBounded() {
        String header = new Forgery(bundle).header;
        Matcher field = Pattern.compile("\"(\\w+)\":1\\b").matcher(header.substring(0, header.indexOf("attention")));
        List<String> seen = new ArrayList<>();
        while (field.find()) {
            String name = field.group(1);
            seen.add(name);
            Row row = row(name);
            parse(header, name, row.least().orElseThrow());
            refused(header, name, row.least().orElseThrow() - 1);
            row.greatest().ifPresent(greatest -> {
                parse(header, name, greatest);
                refused(header, name, greatest + 1);
            });
        }
        assertThat(seen).hasSize(11).contains("classTokens", "registers");
    }

    private static void parse(String header, String field, int value) {
        BundleHeader.parse(header.replace("\"" + field + "\":1", "\"" + field + "\":" + value)
                .getBytes(UTF_8));
    }

    private static void refused(String header, String field, int value) {
        assertThatThrownBy(() -> parse(header, field, value))
                .as("%s %d", field, value)
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void productsOfTheShapeAreBounded() {
        int deepest = row("channels·patch²").greatest().orElseThrow();
        int side = (int) Math.sqrt(deepest);
        assertThat(side * side).isEqualTo(deepest);
        QuantizedVit.requireWithinContract(new VitShape(side, side, 1, side, 1, 1, 1, 1, 1));
        assertThatThrownBy(() -> QuantizedVit.requireWithinContract(
                        new VitShape(side + 1, side + 1, 1, side + 1, 1, 1, 1, 1, 1)))
                .hasMessageContaining("allowed is 1 … " + deepest);
        int most = row("tokens N").greatest().orElseThrow();
        QuantizedVit.requireWithinContract(new VitShape(1, most - 1, 1, 1, 1, 1, 1, 1, 1));
        assertThatThrownBy(() -> QuantizedVit.requireWithinContract(new VitShape(1, most, 1, 1, 1, 1, 1, 1, 1)))
                .hasMessageContaining("allowed is 1 … " + most);
        assertThat(row("tokens N").least()).hasValue(new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1).tokens());
    }

    /** The first row that fits an array bounds it; what is inside its bounds may contradict other arrays, but is never out of bounds. */
    @Test
    void elementsOfEveryArrayAreBounded() {
        bundles.forEach(this::elementsOfEveryArrayAreBounded);
    }

    private void elementsOfEveryArrayAreBounded(byte[] bundle) {
        for (BundleHeader.Entry entry : new Forgery(bundle).entries()) {
            Optional<Row> first =
                    rows().stream().filter(row -> row.matches(entry.name())).findFirst();
            assertThat(first).as(entry.name()).isPresent();
            Row row = first.get();
            if (entry.kind() == ElementKind.F32) {
                elementsAreBounded(bundle, entry, row);
                continue;
            }
            for (int index : new int[] {0, entry.count() - 1}) {
                row.least().ifPresent(least -> {
                    assertThat(reason(bundle, entry, index, least)).doesNotContain("allowed is");
                    assertThat(reason(bundle, entry, index, least - 1))
                            .contains("is " + (least - 1) + "; allowed is " + least);
                });
                row.greatest().ifPresent(greatest -> {
                    assertThat(reason(bundle, entry, index, greatest)).doesNotContain("allowed is");
                    assertThat(reason(bundle, entry, index, greatest + 1))
                            .contains("is " + (greatest + 1))
                            .endsWith("… " + greatest);
                });
            }
            if (row.least().isEmpty()) {
                int most = (1 << entry.kind().bytes(1) * 8 - 1) - 1;
                assertThat(reason(bundle, entry, 0, most)).as(entry.name()).isEmpty();
                assertThat(reason(bundle, entry, 0, -most - 1)).as(entry.name()).isEmpty();
            }
        }
    }

    private static void elementsAreBounded(byte[] bundle, BundleHeader.Entry entry, Row row) {
        float least = Float.parseFloat(row.leastText());
        float greatest = Float.parseFloat(row.greatestText());
        assertThat(reason(bundle, entry, 0, Float.floatToIntBits(least))).isEmpty();
        assertThat(reason(bundle, entry, 0, Float.floatToIntBits(greatest))).isEmpty();
        assertThat(reason(bundle, entry, 0, Float.floatToIntBits(Math.nextDown(least))))
                .contains("out of bounds");
        assertThat(reason(bundle, entry, 0, Float.floatToIntBits(Math.nextUp(greatest))))
                .contains("out of bounds");
    }

    /** Why a bundle with this element is refused, or nothing. */
    private static String reason(byte[] bundle, BundleHeader.Entry entry, int index, int value) {
        try {
            QuantizedBundle.fromBytes(
                    new Forgery(bundle).with(entry.name(), index, value).toBytes());
            return "";
        } catch (InvalidInputException e) {
            return e.getMessage();
        }
    }

    /** A row is about something that no row above it is about. */
    @Test
    void everyRowIsAboutSomething() {
        String header = new Forgery(bundle).header;
        List<String> arrays = new ArrayList<>(bundles.stream()
                .flatMap(one -> new Forgery(one).entries().stream())
                .map(BundleHeader.Entry::name)
                .distinct()
                .toList());
        for (Row row : rows()) {
            assertThat(SIZES.containsKey(row.what())
                            || PRODUCTS.contains(row.what())
                            || header.contains("\"" + row.what() + "\":1")
                            || arrays.removeIf(row::matches))
                    .as(row.what())
                    .isTrue();
        }
    }

    private Row row(String what) {
        return rows().stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseThrow();
    }
}
