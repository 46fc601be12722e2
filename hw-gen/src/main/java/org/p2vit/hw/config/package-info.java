// SPDX-License-Identifier: Apache-2.0

/**
 * What can be chosen about an accelerator: immutable records, read from strict YAML, checked where they are made.
 *
 * <p>A record that exists is a legal configuration; what it means is in {@code hw-gen/doc/architecture.md} §1.
 */
package org.p2vit.hw.config;
