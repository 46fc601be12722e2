// SPDX-License-Identifier: Apache-2.0
/**
 * What every room of the module uses: the refusal of what a user supplied, names in its messages, progress, and work on
 * threads that hands on its results in order.
 */
package org.p2vit.quant;
