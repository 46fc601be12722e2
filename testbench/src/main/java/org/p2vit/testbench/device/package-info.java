// SPDX-License-Identifier: Apache-2.0
/** The verilated accelerator as a device that drivers in other processes use: registers on a socket, memory in a file. */
package org.p2vit.testbench.device;
