package dev.synth.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a model was trained on, as its file tells: where the notes are from and under which
 * licences.
 *
 * @param sources of the training notes; empty if they are not known
 * @param heldOutNotes how many notes the loss was measured on
 */
public record Datasheet(List<Source> sources, int heldOutNotes) {
  /** Of a model whose sources nobody wrote down. */
  public static final Datasheet UNKNOWN = new Datasheet(List.of(), 0);

  /** A copy. */
  public Datasheet {
    sources = List.copyOf(sources);
  }

  /**
   * Where notes are from.
   *
   * @param name such as a soundfont's file
   * @param notes how many are from there; 0 if it is not known
   * @param licence under which they may be used, and whom to name; empty if it is not known
   */
  public record Source(String name, int notes, String licence) {
    private static final Pattern ATTRIBUTION =
        Pattern.compile("(?i).*\\b(cc[- ]by|creative commons attribution)\\b.*", Pattern.DOTALL);

    /** Whether the licence asks that its authors are named wherever the work is used. */
    public boolean asksForAttribution() {
      return ATTRIBUTION.matcher(licence).matches();
    }
  }

  /** Whether anything is known. */
  public boolean knowsSources() {
    return !sources.isEmpty();
  }

  /**
   * These sources and those of {@code other}; of one that both have, this one's count and whichever
   * licence is known, this one's first.
   */
  public Datasheet with(Datasheet other) {
    Map<String, Source> all = new LinkedHashMap<>();
    for (Source source : sources) {
      all.put(source.name(), source);
    }
    for (Source source : other.sources()) {
      all.merge(
          source.name(),
          source,
          (own, others) ->
              new Source(
                  own.name(),
                  own.notes(),
                  own.licence().isEmpty() ? others.licence() : own.licence()));
    }
    return new Datasheet(List.copyOf(all.values()), heldOutNotes);
  }

  /** What licences ask to be kept with what the model makes; empty for nothing. */
  public String attribution() {
    return sources.stream()
        .filter(Source::asksForAttribution)
        .map(source -> source.name() + " (" + source.licence() + ")")
        .collect(Collectors.joining("; "));
  }
}
