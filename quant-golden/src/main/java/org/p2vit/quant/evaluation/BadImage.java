// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.evaluation;

/**
 * An image that was left out.
 *
 * @param file as it was given
 * @param reason why it cannot be used; names the file without its folder
 */
public record BadImage(String file, String reason) {}
