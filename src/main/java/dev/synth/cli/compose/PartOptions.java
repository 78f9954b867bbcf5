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
          "What the chords and bass play: block, arpeggio, alberti, ballad, stride, pop, bossa,"
              + " walking, rock; waltz in 3/4; jig in 6/8 (default: by mood and meter, another in"
              + " each section).")
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
