// SPDX-License-Identifier: Apache-2.0
/**
 * Leaf cells: arithmetic of the numeric contract, a small queue, and what pipelines are made of. A cell knows neither commands nor
 * buffers; its page says latency, rate and which signals enable its stages. Units are built of them.
 */
package org.p2vit.hw.cell;
