// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.p2vit.testbench.verilator.Model;

/**
 * Random writers in front of a banked buffer, and what the buffer holds by the rules: the urgent writer always writes, the
 * others in falling priority where no one before them takes their bank.
 */
final class BufferMirror {
    private final Model model;
    private final Random random;
    private final int banks;
    private final int depth;
    private final int urgentLanes;
    private final int wordBytes;
    private final String[][] contents;
    private final Set<Integer> writtenNow = new HashSet<>();
    private final List<Offer> offers = new ArrayList<>();
    private final int[] accepted;
    private final int[] refused;
    private boolean urgentValid;
    private int urgentGroup;
    private int urgentAddress;
    private int urgentMask;
    private final List<byte[]> urgentData = new ArrayList<>();

    private record Offer(int bank, int address, byte[] data) {}

    BufferMirror(Model model, Random random, int banks, int depth, int wordBytes, int urgentLanes, int writers) {
        this.model = model;
        this.random = random;
        this.banks = banks;
        this.depth = depth;
        this.wordBytes = wordBytes;
        this.urgentLanes = urgentLanes;
        this.contents = new String[banks][depth];
        for (int i = 0; i < writers; i++) {
            offers.add(null);
        }
        this.accepted = new int[writers];
        this.refused = new int[writers];
    }

    /** Sets all writers' inputs for the next cycle; each wants to write in about {@code percent} of the cycles. */
    void drive(int percent) {
        urgentValid = urgentLanes > 0 && random.nextInt(100) < percent;
        if (urgentLanes > 0) {
            driveUrgent();
        }
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i) == null && random.nextInt(100) < percent) {
                offers.set(i, new Offer(random.nextInt(banks), random.nextInt(depth), word()));
            }
            Offer offer = offers.get(i);
            String port = "writers_" + i;
            model.set(port + "_valid", offer == null ? 0 : 1);
            if (offer != null) {
                model.set(port + "_payload_group", offer.bank());
                model.set(port + "_payload_address", offer.address());
                model.set(port + "_payload_mask", 1);
                model.setBytes(model.pin(port + "_payload_data_0"), offer.data());
            }
        }
    }

    private void driveUrgent() {
        urgentGroup = random.nextInt(banks / urgentLanes);
        urgentAddress = random.nextInt(depth);
        urgentMask = random.nextInt(1 << urgentLanes);
        model.set("urgentValid", urgentValid ? 1 : 0);
        model.set("urgent_group", urgentGroup);
        model.set("urgent_address", urgentAddress);
        model.set("urgent_mask", urgentMask);
        urgentData.clear();
        for (int lane = 0; lane < urgentLanes; lane++) {
            urgentData.add(word());
            model.setBytes(model.pin("urgent_data_" + lane), urgentData.get(lane));
        }
    }

    /** Checks who was accepted in the cycle just stepped, and remembers what was written. */
    void sample() {
        writtenNow.clear();
        Set<Integer> taken = new HashSet<>();
        List<Runnable> writes = new ArrayList<>();
        for (int lane = 0; urgentValid && lane < urgentLanes; lane++) {
            if ((urgentMask >> lane & 1) == 1) {
                int bank = urgentGroup * urgentLanes + lane;
                taken.add(bank);
                write(writes, new Offer(bank, urgentAddress, urgentData.get(lane)));
            }
        }
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = offers.get(i);
            if (offer == null) {
                continue;
            }
            boolean free = taken.add(offer.bank());
            if (free != (model.get("writers_" + i + "_ready") == 1)) {
                throw new AssertionError("cycle %d: writer %d should be %s"
                        .formatted(model.cycle() - 1, i, free ? "accepted" : "refused"));
            }
            if (free) {
                write(writes, offer);
                offers.set(i, null);
                accepted[i]++;
            } else {
                refused[i]++;
            }
        }
        pending = writes;
    }

    private List<Runnable> pending = List.of();

    private void write(List<Runnable> writes, Offer offer) {
        writtenNow.add(offer.bank() * depth + offer.address());
        writes.add(() -> contents[offer.bank()][offer.address()] = hex(offer.data()));
    }

    /** Makes the writes of the cycle just sampled visible to reads of the next. */
    void commit() {
        pending.forEach(Runnable::run);
    }

    /** What a read in the cycle just sampled must return; null when it may return anything. */
    String read(int bank, int address) {
        return writtenNow.contains(bank * depth + address) ? null : contents[bank][address];
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
