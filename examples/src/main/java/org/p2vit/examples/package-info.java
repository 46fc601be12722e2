// SPDX-License-Identifier: Apache-2.0
/** Programs that use the library as a stranger's would: only what is public, nothing of the command line. */
package org.p2vit.examples;
