// SPDX-License-Identifier: Apache-2.0
/** What a network costs on a configuration, without simulating it. */
package org.p2vit.hw.estimate;
