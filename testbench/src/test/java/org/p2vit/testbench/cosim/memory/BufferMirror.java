// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2vit.hw.memory.BufferShape;
import org.p2vit.testbench.verilator.Model;

/**
 * Random writers in front of a banked buffer, and what the buffer holds by the rules: the priority writer always writes, the
 * others in falling priority where no one before them takes one of their banks. A word is compared
 * once all its bytes have been written.
 */
final class BufferMirror {
    private final Model model;
    private final Random random;
    private final BufferShape shape;
    private final int wordBytes;
    private final byte[][][] contents;
    /** Which bytes of a word have been written. */
    private final BitSet[][] known;

    private final Set<Integer> writtenNow = new HashSet<>();
    private final List<Offer> offers = new ArrayList<>();
    private final int[] accepted;
    private final int[] refused;
    private boolean priorityValid;
    private boolean priorityColumns;
    private int priorityGroup;
    private int priorityAddress;
    private int priorityMask;
    private final List<byte[]> priorityData = new ArrayList<>();

    /** Words for the lanes that {@code mask} names, from bank {@code first} on. */
    private record Offer(int first, int address, int mask, List<byte[]> lanes) {
        Set<Integer> banks() {
            return IntStream.range(0, lanes.size())
                    .filter(lane -> (mask >> lane & 1) == 1)
                    .mapToObj(lane -> first + lane)
                    .collect(Collectors.toSet());
        }
    }

    BufferMirror(Model model, Random random, BufferShape shape) {
        this.model = model;
        this.random = random;
        this.shape = shape;
        this.wordBytes = shape.wordBits() / 8;
        this.contents = new byte[shape.banks()][shape.depth()][wordBytes];
        this.known = new BitSet[shape.banks()][shape.depth()];
        for (BitSet[] bank : known) {
            Arrays.setAll(bank, address -> new BitSet());
        }
        int count = shape.writerLanes().size();
        for (int i = 0; i < count; i++) {
            offers.add(null);
        }
        this.accepted = new int[count];
        this.refused = new int[count];
    }

    /** Sets all writers' inputs for the next cycle; each wants to write in about {@code percent} of the cycles. */
    void drive(int percent) {
        if (shape.priorityLanes() > 0) {
            drivePriority(percent);
        }
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i) == null && random.nextInt(100) < percent) {
                offers.set(i, offer(shape.writerLanes().get(i)));
            }
            Offer offer = offers.get(i);
            String port = "writers_" + i;
            model.set(port + "_valid", offer == null ? 0 : 1);
            if (offer != null) {
                model.set(port + "_payload_group", offer.first() / offer.lanes().size());
                model.set(port + "_payload_address", offer.address());
                model.set(port + "_payload_mask", offer.mask());
                for (int lane = 0; lane < offer.lanes().size(); lane++) {
                    model.setBytes(
                            model.pin(port + "_payload_data_" + lane),
                            offer.lanes().get(lane));
                }
            }
        }
    }

    private Offer offer(int lanes) {
        int mask = lanes == 1 ? 1 : 1 + random.nextInt((1 << lanes) - 1);
        List<byte[]> words = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            words.add(word());
        }
        return new Offer(lanes * random.nextInt(shape.banks() / lanes), random.nextInt(shape.depth()), mask, words);
    }

    private void drivePriority(int percent) {
        int lanes = shape.priorityLanes();
        priorityValid = random.nextInt(100) < percent;
        priorityColumns = shape.columns() && !priorityValid && random.nextInt(100) < percent;
        priorityGroup = random.nextInt(shape.banks() / lanes);
        priorityAddress = random.nextInt(shape.depth());
        priorityMask = random.nextInt(1 << lanes);
        model.set("priorityValid", priorityValid ? 1 : 0);
        if (shape.columns()) {
            model.set("priorityColumns", priorityColumns ? (1L << shape.banks()) - 1 : 0);
        }
        model.set("priority_banks", (long) priorityMask << priorityGroup * lanes);
        model.set("priority_address", priorityAddress);
        priorityData.clear();
        for (int lane = 0; lane < lanes; lane++) {
            priorityData.add(word());
            model.setBytes(model.pin("priority_data_" + lane), priorityData.get(lane));
        }
    }

    /** Checks who was accepted in the cycle just stepped, and remembers what was written. */
    void sample() {
        writtenNow.clear();
        Set<Integer> wanted = new HashSet<>();
        List<Runnable> writes = new ArrayList<>();
        if (priorityValid) {
            int first = priorityGroup * shape.priorityLanes();
            write(writes, wanted, new Offer(first, priorityAddress, priorityMask, List.copyOf(priorityData)));
        }
        if (priorityColumns) {
            writeColumns(writes, wanted);
        }
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = offers.get(i);
            if (offer == null) {
                continue;
            }
            boolean free = Collections.disjoint(wanted, offer.banks());
            if (free != (model.get("writers_" + i + "_ready") == 1)) {
                throw new AssertionError("cycle %d: writer %d should be %s"
                        .formatted(model.cycle() - 1, i, free ? "accepted" : "refused"));
            }
            if (free) {
                write(writes, wanted, offer);
                offers.set(i, null);
                accepted[i]++;
            } else {
                // It keeps its banks from those behind it all the same.
                wanted.addAll(offer.banks());
                refused[i]++;
            }
        }
        pending = writes;
    }

    private List<Runnable> pending = List.of();

    private void write(List<Runnable> writes, Set<Integer> wanted, Offer offer) {
        wanted.addAll(offer.banks());
        for (int bank : offer.banks()) {
            writtenNow.add(bank * shape.depth() + offer.address());
            byte[] word = offer.lanes().get(bank - offer.first());
            for (int at = 0; at < wordBytes; at++) {
                put(writes, bank, offer.address(), at, word[at]);
            }
        }
    }

    /** Byte b of each lane to bank b. */
    private void writeColumns(List<Runnable> writes, Set<Integer> wanted) {
        for (int bank = 0; bank < shape.banks(); bank++) {
            wanted.add(bank);
            writtenNow.add(bank * shape.depth() + priorityAddress);
            for (int lane = 0; lane < priorityData.size(); lane++) {
                if ((priorityMask >> lane & 1) == 1) {
                    int at = priorityGroup * priorityData.size() + lane;
                    put(writes, bank, priorityAddress, at, priorityData.get(lane)[bank]);
                }
            }
        }
    }

    private void put(List<Runnable> writes, int bank, int address, int at, byte value) {
        writes.add(() -> {
            contents[bank][address][at] = value;
            known[bank][address].set(at);
        });
    }

    /** Makes the writes of the cycle just sampled visible to reads of the next. */
    void commit() {
        pending.forEach(Runnable::run);
    }

    /** What a read in the cycle just sampled must return; null when it may return anything. */
    String read(int bank, int address) {
        boolean anything =
                writtenNow.contains(bank * shape.depth() + address) || known[bank][address].cardinality() < wordBytes;
        return anything ? null : hex(contents[bank][address]);
    }

    /** Writes of writer {@code i} that went through, and cycles in which it had to wait. */
    int accepted(int i) {
        return accepted[i];
    }

    int refused(int i) {
        return refused[i];
    }

    static String hex(byte[] word) {
        return HexFormat.of().formatHex(word);
    }

    private byte[] word() {
        byte[] bytes = new byte[wordBytes];
        random.nextBytes(bytes);
        return bytes;
    }
}
