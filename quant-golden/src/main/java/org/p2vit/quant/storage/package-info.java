// SPDX-License-Identifier: Apache-2.0
/** How files come to the disk. */
package org.p2vit.quant.storage;
