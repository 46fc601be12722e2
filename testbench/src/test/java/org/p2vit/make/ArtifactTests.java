// SPDX-License-Identifier: Apache-2.0
package org.p2vit.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The artefacts have what Maven Central asks of each, and names by which other projects can take them. */
class ArtifactTests {
    private static final Path ROOT = Path.of("..");

    private static Document root;
    private static final List<Document> MODULES = new ArrayList<>();

    @BeforeAll
    static void read() throws Exception {
        root = pom(ROOT);
        int count = Integer.parseInt(value(root, "count(/project/modules/module)"));
        for (int i = 1; i <= count; i++) {
            MODULES.add(pom(ROOT.resolve(value(root, "/project/modules/module[" + i + "]"))));
        }
        assertThat(MODULES).hasSizeGreaterThanOrEqualTo(3);
    }

    private static Document pom(Path folder) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("pom.xml").toFile());
    }

    private static String value(Document pom, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, pom).strip();
    }

    /** The list is that of Maven Central's requirements; modules inherit it. */
    @Test
    void theParentSaysWhatMavenCentralAsks() throws Exception {
        for (String element : List.of(
                "groupId",
                "artifactId",
                "version",
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            assertThat(value(root, "/project/" + element)).as(element).isNotBlank();
        }
    }

    @Test
    void everyModuleHasANameOfTheProjectAndADescription() throws Exception {
        for (Document module : MODULES) {
            String artifact = value(module, "/project/artifactId");
            assertThat(artifact).startsWith("p2vit-");
            assertThat(value(module, "/project/name")).isEqualTo(artifact);
            assertThat(value(module, "/project/description")).as(artifact).isNotBlank();
            assertThat(value(module, "/project/parent/version"))
                    .as(artifact)
                    .isEqualTo(value(root, "/project/version"));
        }
    }

    /** A module that others may take has a name on their module path, which is that of its packages. */
    @Test
    void everyJarHasAModuleName() throws Exception {
        List<String> names = new ArrayList<>();
        for (Document module : MODULES) {
            if (!value(module, "/project/packaging").equals("pom")) {
                String name = value(module, "/project/properties/module.name");
                assertThat(name).as(value(module, "/project/artifactId")).startsWith("org.p2vit.");
                names.add(name);
            }
        }
        assertThat(names).doesNotHaveDuplicates().contains("org.p2vit.quant", "org.p2vit.hw", "org.p2vit.testbench");
        assertThat(value(root, "//manifestEntries/Automatic-Module-Name")).isEqualTo("${module.name}");
    }
}
