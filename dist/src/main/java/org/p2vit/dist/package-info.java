// SPDX-License-Identifier: Apache-2.0
/** What the archive holds besides the command line. */
package org.p2vit.dist;
