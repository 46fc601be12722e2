// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The checksum that each part of a program ends with: the last word of its last command, which no unit looks at, is the CRC-32 (as in
 * zlib and Ethernet) of all bytes of the part before it.
 *
 * <p>It is there against accidents, not against forgery. It finds any three wrong bits in a part of up to 11 KiB, any two in a longer one,
 * and any that lie within 32; a small driver has it in ten lines, which a cryptographic hash has not.
 */
public final class ProgramSeal {
    private ProgramSeal() {}

    /** Puts the checksum into a part of {@code commands} commands at {@code offset}. */
    public static void seal(ByteBuffer bytes, int offset, int commands) {
        int at = offset + commands * Command.BYTES - Integer.BYTES;
        bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(at, checksum(bytes, offset, at));
    }

    /** Whether a part of {@code commands} commands at {@code offset} has the checksum that it should; one without commands has. */
    public static boolean holds(ByteBuffer bytes, int offset, int commands) {
        int at = offset + commands * Command.BYTES - Integer.BYTES;
        return commands == 0
                || bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(at) == checksum(bytes, offset, at);
    }

    /** Both parts of a program, one behind the other. */
    public static boolean holds(ByteBuffer bytes, int offset, int first, int further) {
        return holds(bytes, offset, first) && holds(bytes, offset + first * Command.BYTES, further);
    }

    private static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes.duplicate().limit(to).position(from));
        return (int) checksum.getValue();
    }
}
