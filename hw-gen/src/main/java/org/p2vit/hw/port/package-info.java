// SPDX-License-Identifier: Apache-2.0
/**
 * The interfaces between units, buffers and control. Each type's page is the contract of its handshake: who may wait, what
 * is stable, how many cycles an answer takes. No logic.
 */
package org.p2vit.hw.port;
