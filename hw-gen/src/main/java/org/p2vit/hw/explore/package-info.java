// SPDX-License-Identifier: Apache-2.0
/** Configurations around a network, with their cost, to choose from. */
package org.p2vit.hw.explore;
