package dev.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the house; nothing may break one. */
class ArchitectureTest {
  private static final String ROOT = "dev.synth.";
  private static final Path MAIN = Path.of("src/main/java");
  private static final int MAX_FILES = 22;
  private static final int MAX_LINES = 400;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.synth");

  /** Each room and the rooms that it may see, from the floor up. */
  private static final Map<String, Set<String>> SEES = new TreeMap<>();

  static {
    room("io", "");
    room("audio", "io");
    room("dsp", "audio io");
    room("plot", "dsp audio io");
    room("kernel", "io");
    room("dataset", "dsp audio io");
    room("midi", "dataset dsp audio io");
    room("score", "io");
    room("latent", "io");
    room("generate", "latent dsp io");
    room("model", "generate latent audio io");
    room("provenance", "model generate latent dataset dsp audio io");
    room("nn", "model kernel io");
    room("train", "nn provenance model generate latent dataset kernel plot dsp audio io");
    room("models", "train nn model generate latent dataset kernel plot dsp audio io");
    room("compose", "score dsp io");
    room("render", "provenance model generate latent dataset dsp audio io");
    room("eval", "provenance model generate latent dataset plot dsp audio io");
    String below = "train provenance model generate latent midi dataset plot dsp audio io";
    room("app", "compose score eval render models " + below);
    room("web", "app " + below);
    room("cli", "web app compose score eval render models " + below);
  }

  private static void room(String name, String sees) {
    SEES.put(name, sees.isEmpty() ? Set.of() : Set.of(sees.split(" ")));
  }

  @Test
  @DisplayName("rooms see only the rooms below them")
  void oneDirection() throws IOException {
    Set<String> found = new TreeSet<>();
    for (JavaClass seer : CLASSES) {
      for (Dependency dependency : seer.getDirectDependenciesFromSelf()) {
        String from = room(seer);
        String to = room(dependency.getTargetClass());
        if (!to.isEmpty() && !to.equals(from) && !SEES.get(from).contains(to)) {
          found.add(outermost(seer) + " sees " + to);
        }
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("ND4J and Deeplearning4j stay where networks are built")
  void tensorLibrary() throws IOException {
    Pattern allowed =
        Pattern.compile("dev\\.synth\\.(kernel\\.nd4j|nn|models\\.\\w+\\.graph|train)(\\..*)?");
    Set<String> found = new TreeSet<>();
    for (JavaClass seer : CLASSES) {
      if (!allowed.matcher(seer.getPackageName()).matches()) {
        for (Dependency dependency : seer.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getPackageName();
          if (target.startsWith("org.nd4j") || target.startsWith("org.deeplearning4j")) {
            found.add(outermost(seer));
          }
        }
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("the memory of a matrix stays in kernel, and where Deeplearning4j's arrays meet it")
  void memoryOfMatrices() {
    Set<String> found = new TreeSet<>();
    for (JavaClass seer : CLASSES) {
      for (var call : seer.getMethodCallsFromSelf()) {
        String owner = call.getTargetOwner().getFullName();
        boolean reaches =
            owner.equals("dev.synth.kernel.nd4j.Nd4jMatrix")
                && Set.of("array", "floats").contains(call.getName());
        if (reaches && !Set.of("kernel", "nn").contains(room(seer))) {
          found.add(outermost(seer));
        }
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("only cli speaks of flags")
  void flags() throws IOException {
    Pattern flag = Pattern.compile("\"[^\"\\n]*--[a-z][a-z-]+");
    Set<String> found = new TreeSet<>();
    for (Path file : sources()) {
      String name = MAIN.resolve("dev/synth").relativize(file).toString().replace('\\', '/');
      Matcher matcher = flag.matcher(Files.readString(file));
      if (!name.startsWith("cli/") && matcher.find()) {
        found.add(name);
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("nothing is written as the machine's locale would have it")
  void locale() {
    Pattern calls =
        Pattern.compile(
            "java\\.(lang\\.String\\.(format|toLowerCase|toUpperCase|formatted)"
                + "|io\\.Print(Stream|Writer)\\.(printf|format)|util\\.Formatter\\.(format|<init>)"
                + "|text\\.(\\w*Format\\.(getInstance|getNumberInstance|getPercentInstance|<init>))"
                + "|time\\.format\\.DateTimeFormatter\\.ofPattern)");
    Set<String> found = new TreeSet<>();
    for (JavaClass seer : CLASSES) {
      for (JavaAccess<?> call : seer.getAccessesFromSelf()) {
        String target = call.getTargetOwner().getFullName() + "." + call.getTarget().getName();
        if (calls.matcher(target).matches()
            && call.getTarget() instanceof CodeUnitAccessTarget unit
            && unit.getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(Locale.class))) {
          found.add(call.getDescription());
        }
      }
    }
    assertEquals("", String.join("\n", found));
  }

  @Test
  @DisplayName("no folder has more than 22 files")
  void folderSize() throws IOException {
    Map<Path, Integer> counts = new TreeMap<>();
    sources().forEach(file -> counts.merge(file.getParent(), 1, Integer::sum));
    Set<String> found = new TreeSet<>();
    counts.forEach(
        (folder, count) -> {
          if (count > MAX_FILES) {
            found.add(MAIN.relativize(folder).toString().replace('\\', '/'));
          }
        });
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("no file has more than 400 lines")
  void fileLength() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : sources()) {
      if (Files.readAllLines(file).size() > MAX_LINES) {
        found.add(MAIN.relativize(file).toString().replace('\\', '/'));
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  @DisplayName("every package says what it is for")
  void packagesAreDescribed() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : sources()) {
      if (!Files.exists(file.resolveSibling("package-info.java"))) {
        found.add(MAIN.relativize(file.getParent()).toString());
      }
    }
    assertEquals(Set.of(), found);
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return "";
    }
    String rest = name.substring(ROOT.length());
    return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
  }

  private static String outermost(JavaClass type) {
    String name = type.getFullName().substring(ROOT.length());
    return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
