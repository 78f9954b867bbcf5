package dev.synth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One direction: which rooms of the house see which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.synth");

  @ParameterizedTest(name = "{0} sees only {1}")
  @CsvSource({
    "io,",
    "audio, io",
    "dsp, audio io",
    "plot, dsp audio io",
    "kernel, io",
    "dataset, audio dsp io",
    "wavenet, kernel dsp audio io",
    "model, wavenet io",
    "latent, io",
    "generate, model wavenet latent dsp audio io",
    "render, generate latent model wavenet dataset dsp audio io",
    "eval, generate latent model wavenet dataset plot dsp audio io",
    "train, generate latent model wavenet dataset kernel plot dsp audio io",
  })
  void roomsSeeOnlyTheRoomsBelow(String room, String allowed) {
    java.util.Set<String> seen = new java.util.HashSet<>(java.util.Set.of(room));
    if (allowed != null) {
      seen.addAll(java.util.List.of(allowed.trim().split(" ")));
    }
    for (String other :
        "io audio dsp plot kernel dataset wavenet model latent generate render train eval cli"
            .split(" ")) {
      if (!seen.contains(other)) {
        noClasses()
            .that()
            .resideInAPackage("dev.synth." + room)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.synth." + other)
            .check(CLASSES);
      }
    }
  }

  @Test
  void tensorLibraryStaysInItsRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.synth.kernel", "dev.synth.wavenet", "dev.synth.train")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..")
        .check(CLASSES);
  }
}
