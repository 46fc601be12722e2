// SPDX-License-Identifier: Apache-2.0
/** What the pages of the repository have to keep: reachable, linked soundly, and with figures that are those of the data file. */
package org.p2vit.doc;
