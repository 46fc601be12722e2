// SPDX-License-Identifier: Apache-2.0
/** What the files of a checkpoint, its user and its tensors say about a network, and whether they agree. */
package org.p2vit.quant.config;
