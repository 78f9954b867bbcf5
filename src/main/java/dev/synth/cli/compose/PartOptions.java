package dev.synth.cli.compose;

import dev.synth.compose.accompany.Accompaniment;
import dev.synth.compose.arrange.ArrangementRequest;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a piece is accompanied; whatever is not said is chosen. */
public final class PartOptions {
  @Option(
      names = "--pattern",
      paramLabel = "NAME",
      description =
          "What the chords and bass play: block in all meters; arpeggio in 2/4, 3/4, 4/4, 6/8;"
              + " alberti in 2/4 and 4/4; ballad, pop, bossa, walking, rock in 4/4; waltz in 3/4;"
              + " jig in 6/8, 9/8, 12/8; stride in 2/4, 4/4 and in meters of five or seven beats"
              + " (default: by mood and meter, another in each section).")
  private String pattern;

  @Option(
      names = "--drums",
      paramLabel = "NAME",
      description =
          "none, ballad, pop, rock, march, bossa, funk; waltz in 3/4; jig in 6/8; polka, soft in"
              + " 2/4. Drums are computed, not learned (default: by mood and meter; none in soft"
              + " pieces).")
  private String drums;

  /** What is chosen. */
  Accompaniment.Choice choice() {
    return new Accompaniment.Choice(
        pattern == null ? Map.of() : Map.of(ArrangementRequest.ALL, pattern), drums, List.of());
  }
}
