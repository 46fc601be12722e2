// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/**
 * What names of timm's networks stand for: {@code vit_tiny_patch16_224.augreg_in21k}, {@code deit_small_distilled_patch16_224}.
 * {@code model_args} beside a name change what it stands for.
 */
final class TimmName {
    private static final String KEY = "architecture";
    /** Twice the longest that timm has; the patterns take the more time the longer a name is. */
    private static final int LONGEST = 200;

    private static final Pattern PLAIN = Pattern.compile("(vit|deit|deit3|flexivit)_.*");
    private static final Pattern PATCH = Pattern.compile(".*_patch(\\d{1,3})(?:_.*)?");
    private static final Pattern IMAGE = Pattern.compile(".*_patch\\d{1,3}_(\\d{2,4})(?:_.*)?");

    private static final Pattern REGISTERS = Pattern.compile(".*_reg(\\d{1,2})(?:_.*)?");

    /** Width and heads by size; "giant" is not always the same. */
    private static final Map<String, int[]> SIZES = Map.of(
            "tiny", new int[] {192, 3},
            "small", new int[] {384, 6},
            "medium", new int[] {512, 8},
            "base", new int[] {768, 12},
            "large", new int[] {1024, 16},
            "huge", new int[] {1280, 16});

    private static final Pattern SIZED = Pattern.compile(
            "(?:vit|deit|deit3)_(tiny|small|medium|base|large|huge)_(?:distilled_)?patch(?!.*_plus_).*");

    private static final Map<Pattern, String> UNSUPPORTED = new LinkedHashMap<>();

    static {
        UNSUPPORTED.put(Pattern.compile(".*swin.*"), "shifted windows (Swin)");
        UNSUPPORTED.put(Pattern.compile("(beit|data2vec).*|.*_s?relpos_.*"), "relative position bias");
        UNSUPPORTED.put(Pattern.compile(".*siglip.*"), "attention pooling (SigLIP)");
        UNSUPPORTED.put(Pattern.compile(".*quickgelu.*"), "the activation quick_gelu");
        UNSUPPORTED.put(Pattern.compile(".*_clip_.*"), "a norm before the first block (CLIP)");
        UNSUPPORTED.put(Pattern.compile("(eva|.*dinov3|.*_rope_|vit_pe_).*"), "rotary position embedding");
        UNSUPPORTED.put(Pattern.compile("vit_.*_(r\\d*|resnet\\d+\\w*|mci)_.*"), "a convolutional stem (hybrid)");
        UNSUPPORTED.put(Pattern.compile(".*_rpn_.*"), "norms behind attention and MLP (post-norm)");
        UNSUPPORTED.put(Pattern.compile(".*_(\\d+x[2-9]|xp)_.*"), "attention and MLP in parallel");
        UNSUPPORTED.put(Pattern.compile("cait_.*"), "class attention (CaiT)");
    }

    private TimmName() {}

    /** What a name stands for and {@code model_args} or {@code pretrained_cfg} do not say otherwise. */
    static List<Statement> of(ConfigObject root, ConfigObject arguments, boolean imageIsStated) {
        String full = root.text(KEY).orElse("");
        if (full.isEmpty()) {
            return List.of();
        }
        if (full.length() > LONGEST) {
            throw root.wrong(KEY, "a name of a network has at most " + LONGEST + " characters");
        }
        String name = full.replaceFirst("\\..*", "");
        refuseOthers(root, name);
        List<Statement> statements = new ArrayList<>();
        String which = root.says(KEY) + ", which has ";
        Matcher sized = SIZED.matcher(name);
        if (sized.matches()) {
            int[] size = SIZES.get(sized.group(1));
            add(statements, arguments, "embed_dim", Fact.DIM, size[0], which + size[0]);
            add(statements, arguments, "num_heads", Fact.HEADS, size[1], which + size[1]);
        }
        Matcher patch = PATCH.matcher(name);
        if (patch.matches()) {
            int side = Integer.parseInt(patch.group(1));
            add(statements, arguments, "patch_size", Fact.PATCH, side, which + side);
        }
        Matcher image = IMAGE.matcher(name);
        if (image.matches() && !imageIsStated) {
            String sides = image.group(1) + "x" + image.group(1);
            statements.add(new Statement(Fact.IMAGE_SIZE, sides, which + sides, true));
        }
        Matcher registers = REGISTERS.matcher(name);
        int count = registers.matches() ? Integer.parseInt(registers.group(1)) : 0;
        add(statements, arguments, "reg_tokens", Fact.REGISTERS, count, which + count);
        boolean mean = name.matches(".*_gap(_.*)?");
        int tokens = mean ? 0 : name.contains("_distilled_") ? 2 : 1;
        add(statements, arguments, "class_token", Fact.CLASS_TOKENS, tokens, which + tokens);
        if (mean && !arguments.has(Pooling.KEY)) {
            statements.add(new Statement(Fact.POOLING, Pooling.MEAN, which + "average pooling", true));
        }
        return statements;
    }

    private static void refuseOthers(ConfigObject root, String name) {
        UNSUPPORTED.forEach((pattern, feature) -> {
            if (pattern.matcher(name).matches()) {
                throw root.wrong(KEY, "that network has " + feature + ", which is not supported");
            }
        });
        if (!PLAIN.matcher(name).matches()) {
            throw new InvalidInputException(
                    root.says(KEY) + "; only plain Vision Transformers (vit_…, deit_…, deit3_…) are supported.");
        }
    }

    private static void add(
            List<Statement> statements, ConfigObject arguments, String key, Fact fact, int value, String words) {
        if (!arguments.has(key)) {
            statements.add(Statement.derived(fact, value, words));
        }
    }
}
