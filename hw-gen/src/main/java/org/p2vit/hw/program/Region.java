// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** DRAM region that the offset of a LOAD or STORE counts from; those that LOAD reads come first. */
public enum Region implements CommandCode {
    MODEL,
    INPUT,
    OUTPUT;

    @Override
    public int code() {
        return ordinal();
    }
}
