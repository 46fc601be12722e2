// SPDX-License-Identifier: Apache-2.0
/** What a host needs to run a compiled network: files, and their places in DRAM ({@code hw-gen/doc/program.md}). */
package org.p2vit.hw.deploy;
