// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.RegisterMap;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * What registers must say for a run to begin: images have commands, addresses and strides are multiples of a DRAM word, and every
 * region ends within the address width. {@code error} is an {@link ErrorCode}, 0 if all is well, four cycles after the registers.
 */
public final class StartCheck extends HwModule {
    private static final int REGISTER_BITS = 64;
    private static final int REGIONS = 3;

    public final UInt images = in(uint(32));
    public final UInt commands = in(uint(32));
    public final UInt loopCommands = in(uint(32));
    public final UInt program = in(uint(REGISTER_BITS));
    /** Of MODEL, INPUT, OUTPUT. */
    public final List<UInt> bases = list(REGIONS, i -> in(uint(REGISTER_BITS)));

    public final List<UInt> sizes = list(REGIONS, i -> in(uint(REGISTER_BITS)));
    /** Those of the strides of INPUT and OUTPUT that are bytes in a DRAM word. */
    public final List<UInt> strideBytes;

    public final UInt error = out(reg(uint(8), 0));
    private final int addressBits;

    public StartCheck(int addressBits, int wordBytes) {
        this.addressBits = addressBits;
        strideBytes = list(2, i -> in(uint(indexWidth(wordBytes))));
        Bool noLoop = and(ne(images, 1), eq(slice(loopCommands, RegisterMap.PROGRAM_COMMAND_BITS - 1, 0), 0));
        Bool badImages = named("badImages", regNext(or(eq(images, 0), noLoop), false));

        List<Bool> odd = new ArrayList<>();
        int low = indexWidth(wordBytes) - 1;
        odd.add(orReduce(slice(program, low, 0)));
        bases.forEach(base -> odd.add(orReduce(slice(base, low, 0))));
        strideBytes.forEach(bytes -> odd.add(orReduce(bytes)));
        Bool unaligned = named("unaligned", regNext(any(odd), false));

        List<Bool> over = new ArrayList<>();
        for (UInt count : List.of(commands, loopCommands)) {
            over.add(orReduce(slice(count, width(count) - 1, RegisterMap.PROGRAM_COMMAND_BITS)));
        }
        UInt all = named("allCommands", regNext(addExpand(commandCount(commands), commandCount(loopCommands))));
        over.add(overflows("program", program, resize(shl(all, indexWidth(Command.BYTES)), REGISTER_BITS)));
        for (int region = 0; region < REGIONS; region++) {
            over.add(overflows("region_" + region, bases.get(region), sizes.get(region)));
        }
        Bool overflow = named("overflow", regNext(any(over), false));

        UInt code = mux(overflow, uint(8, ErrorCode.ADDRESS_OVERFLOW.ordinal()), uint(8, 0));
        code = mux(unaligned, uint(8, ErrorCode.UNALIGNED_ADDRESS.ordinal()), code);
        assign(error, mux(badImages, uint(8, ErrorCode.ILLEGAL_IMAGES.ordinal()), code));
    }

    private static UInt commandCount(UInt register) {
        return slice(register, RegisterMap.PROGRAM_COMMAND_BITS - 1, 0);
    }

    /** A region that ends with the last address is allowed; a base or a size with more bits than an address is not. */
    private Bool overflows(String name, UInt base, UInt size) {
        UInt sum = addExpand(slice(base, addressBits - 1, 0), slice(size, addressBits - 1, 0));
        UInt end = named(name + "End", regNext(sum));
        Bool beyond = and(msb(end), orReduce(slice(end, addressBits - 1, 0)));
        if (addressBits == REGISTER_BITS) {
            return beyond;
        }
        return or(
                beyond,
                orReduce(slice(base, REGISTER_BITS - 1, addressBits)),
                orReduce(slice(size, REGISTER_BITS - 1, addressBits)));
    }
}
