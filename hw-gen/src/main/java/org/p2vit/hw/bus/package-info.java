// SPDX-License-Identifier: Apache-2.0

/** The buses at the edge of the accelerator, under the names that AMD's tools recognise, and their payloads inside. */
package org.p2vit.hw.bus;
