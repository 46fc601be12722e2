// SPDX-License-Identifier: Apache-2.0
/** The Makefile and the scripts in {@code .make}, run with stand-ins for everything that they call. */
package org.p2vit.make;
