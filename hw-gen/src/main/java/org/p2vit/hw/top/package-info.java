// SPDX-License-Identifier: Apache-2.0
/** The machine put together: units, buffers and control, connected as architecture §2 draws them. Composition only. */
package org.p2vit.hw.top;
