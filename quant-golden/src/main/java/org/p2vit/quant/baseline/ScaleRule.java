// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

/** What becomes of the scale that min and max of a tensor give: kept, or rounded to a power of two (P²-ViT, table I). */
public enum ScaleRule {
    FLOAT {
        @Override
        double apply(double scale) {
            return scale;
        }
    },
    NEAREST {
        @Override
        double apply(double scale) {
            return Math.scalb(1.0, (int) Math.rint(log2(scale)));
        }
    },
    FLOOR {
        @Override
        double apply(double scale) {
            return Math.scalb(1.0, Math.getExponent(scale));
        }
    },
    CEIL {
        @Override
        double apply(double scale) {
            double floor = FLOOR.apply(scale);
            return scale > floor ? 2 * floor : floor;
        }
    };

    /** @param scale positive and finite */
    abstract double apply(double scale);

    private static double log2(double x) {
        return StrictMath.log(x) / StrictMath.log(2);
    }
}
