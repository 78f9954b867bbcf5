package dev.synth.dataset.prepare;

import dev.synth.dataset.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hears which family an instrument is of, where no name and no setting tells it. */
@FunctionalInterface
public interface FamilyEar {
  /** One that hears nothing. */
  FamilyEar DEAF = recordings -> Optional.empty();

  /**
   * What was heard.
   *
   * @param certainty 0 to 1
   */
  record Heard(Family family, double certainty) {}

  /**
   * The family of one instrument.
   *
   * @param recordings of it; those that cannot be read are not heard
   * @return empty if that is not certain enough
   * @throws IOException if it cannot hear at all
   */
  Optional<Heard> family(List<Path> recordings) throws IOException;
}
