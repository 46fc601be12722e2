// SPDX-License-Identifier: Apache-2.0

/**
 * The Java face of SpinalHDL: everything a unit needs to describe hardware, and the only package that touches Scala.
 *
 * <p>Signals are SpinalHDL's own types ({@code Bool}, {@code Bits}, {@code UInt}, {@code SInt}); operations on them are
 * the static methods of {@link org.p2vit.hw.dsl.Hdl}. How to write with it: {@code hw-gen/doc/dsl.md}.
 */
package org.p2vit.hw.dsl;
