// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in demo: pictures of glyphs that the project renders itself, sets of them for calibration and evaluation, and
 * a small Vision Transformer trained to read them.
 */
package org.p2vit.quant.demo;
