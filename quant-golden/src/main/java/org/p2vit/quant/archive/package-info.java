// SPDX-License-Identifier: Apache-2.0
/**
 * Files inside archives, read by their place without unpacking. The path of one is that of its archive with its name behind
 * it, {@code val.tar/a.jpg}; whoever reads paths by {@link org.p2vit.quant.archive.StoredFile} need not know which they are.
 * Another module adds a format as an {@link org.p2vit.quant.archive.ArchiveFormat}.
 */
package org.p2vit.quant.archive;
