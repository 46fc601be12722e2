// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

/**
 * Everything a module needs, by one line: {@code import static org.p2vit.hw.dsl.Hdl.*;}.
 *
 * <p>The methods live in {@link Types}, {@link Logic}, {@link Arithmetic}, {@link Control}, {@link Registers} and
 * {@link Memories}, {@link Clocks}.
 */
public final class Hdl extends Clocks {
    private Hdl() {}
}
