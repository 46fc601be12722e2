// SPDX-License-Identifier: Apache-2.0
/**
 * Jobs on Apache Spark: the same pieces as on the local engine, in other processes or on other machines. See
 * {@code doc/spark.md}.
 */
package org.p2vit.spark;
