// SPDX-License-Identifier: Apache-2.0
/**
 * From a quantized network to a {@link org.p2vit.hw.compiler.Program} for a configuration ({@link
 * org.p2vit.hw.compiler.NetworkCompiler}). Plans say where tensors live, emitters write the commands of a part of the
 * network, {@link org.p2vit.hw.compiler.ProgramCheck} refuses what would hang the machine. The rules that a program keeps
 * are those of {@code hw-gen/doc/architecture.md} §3; a network that does not fit is refused with the limit's name.
 */
package org.p2vit.hw.compiler;
