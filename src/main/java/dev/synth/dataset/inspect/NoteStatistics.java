package dev.synth.dataset.inspect;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.prepare.Tuning;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a set of notes: counts by label, and measures of the sounds. Notes are added one by
 * one; memory is bounded by how many different labels and lengths there are.
 */
public final class NoteStatistics {
  private final Group all = new Group();
  private final Map<Optional<Family>, Group> families = new LinkedHashMap<>();
  private final SortedMap<Integer, Integer> velocities = new TreeMap<>();
  private final SortedMap<String, Integer> qualities = new TreeMap<>();
  private final SortedMap<Double, Integer> seconds = new TreeMap<>();
  private final SortedMap<Integer, Integer> ratesHz = new TreeMap<>();

  /** Notes of one family, or all. */
  public static final class Group {
    private int notes;
    private final Set<String> instruments = new HashSet<>();
    private final EnumMap<SoundSource, Integer> sources = new EnumMap<>(SoundSource.class);
    private final SortedMap<Integer, Integer> pitches = new TreeMap<>();
    private double seconds;
    private final LevelHistogram rms = new LevelHistogram();
    private final LevelHistogram peak = new LevelHistogram();
    private final Tuning tuning = new Tuning();

    private void add(Labels labels) {
      notes++;
      labels.instrumentName().ifPresent(instruments::add);
      labels.source().ifPresent(source -> sources.merge(source, 1, Integer::sum));
      labels.pitch().ifPresent(pitch -> pitches.merge(pitch, 1, Integer::sum));
    }

    private void add(Measures measures) {
      seconds += measures.seconds();
      rms.add(measures.rms());
      peak.add(measures.peak());
      measures.heard().ifPresent(tuning::add);
    }

    /** How many notes. */
    public int notes() {
      return notes;
    }

    /** How many different instruments are named. */
    public int instruments() {
      return instruments.size();
    }

    /** How many notes are of {@code source}. */
    public int of(SoundSource source) {
      return sources.getOrDefault(source, 0);
    }

    /** How many notes are labelled with each MIDI pitch. */
    public SortedMap<Integer, Integer> pitches() {
      return pitches;
    }

    /** How long the sounds are together, in seconds. */
    public double seconds() {
      return seconds;
    }

    /** Whole notes' RMS. */
    public LevelHistogram rms() {
      return rms;
    }

    /** Notes' peaks. */
    public LevelHistogram peak() {
      return peak;
    }

    /** How the pitches detected agree with the labels. */
    public Tuning tuning() {
      return tuning;
    }
  }

  /**
   * What is measured of one note's sound.
   *
   * @param seconds length
   * @param sampleRateHz its own rate
   * @param rms amplitude
   * @param peak amplitude
   * @param heard how its pitch agrees with the label, where that was asked for
   */
  public record Measures(
      double seconds, int sampleRateHz, double rms, double peak, Optional<Tuning.Agreement> heard) {
    /**
     * Measures {@code sound}; may be called on any thread. Empty if it cannot be read.
     *
     * @param listen whether the pitch is estimated, where the note has one; takes most of the time
     */
    public static Optional<Measures> of(ParallelNoteReader.Sound sound, boolean listen) {
      return sound.clip().map(clip -> of(clip, listen ? sound.note() : null));
    }

    private static Measures of(AudioClip clip, Note listened) {
      Optional<Tuning.Agreement> detected = Optional.empty();
      if (listened != null && listened.labels().pitch().isPresent()) {
        int pitch = listened.labels().pitch().getAsInt();
        detected = Optional.of(Tuning.Agreement.of(PitchEstimator.estimate(clip), pitch));
      }
      return new Measures(
          clip.seconds(),
          clip.sampleRateHz(),
          Levels.rms(clip.samples()),
          Levels.peak(clip.samples()),
          detected);
    }
  }

  /** Families in NSynth's order, then what has none. */
  public NoteStatistics() {
    for (Family family : Family.values()) {
      families.put(Optional.of(family), new Group());
    }
    families.put(Optional.empty(), new Group());
  }

  /** Counts a note by its labels. */
  public void add(Note note) {
    Labels labels = note.labels();
    all.add(labels);
    families.get(labels.family()).add(labels);
    labels.velocity().ifPresent(velocity -> velocities.merge(velocity, 1, Integer::sum));
    labels.qualities().forEach(quality -> qualities.merge(quality, 1, Integer::sum));
  }

  /** Adds what was measured of a note that was counted. */
  public void add(Note note, Measures measures) {
    all.add(measures);
    families.get(note.labels().family()).add(measures);
    seconds.merge(Math.rint(measures.seconds() * 1000) / 1000, 1, Integer::sum);
    ratesHz.merge(measures.sampleRateHz(), 1, Integer::sum);
  }

  /** All notes. */
  public Group all() {
    return all;
  }

  /** The notes of each family, in NSynth's order, those of none last; groups may be empty. */
  public Map<Optional<Family>, Group> families() {
    return families;
  }

  /** How many notes there are of each velocity. */
  public SortedMap<Integer, Integer> velocities() {
    return velocities;
  }

  /** How many notes have each quality. */
  public SortedMap<String, Integer> qualities() {
    return qualities;
  }

  /** How many sounds there are of each length, in seconds to the millisecond. */
  public SortedMap<Double, Integer> seconds() {
    return seconds;
  }

  /** How many sounds there are of each sample rate. */
  public SortedMap<Integer, Integer> ratesHz() {
    return ratesHz;
  }
}
