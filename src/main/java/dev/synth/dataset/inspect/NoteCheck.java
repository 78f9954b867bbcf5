package dev.synth.dataset.inspect;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dsp.Levels;
import dev.synth.dsp.OffsetFilter;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.dsp.pitch.Tonality;
import dev.synth.io.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Says what is wrong with notes. Each check is made so that a sound note does not fail it; {@code
 * docs/data.md} tells how each is computed.
 */
public final class NoteCheck {
  /** Under this level in its loudest tenth of a second a note is silent: 33 steps of 16 bits. */
  static final double SILENT_DBFS = -60;

  /** The largest sample of 16 bits; a smaller magnitude is not full scale. */
  private static final float FULL_SCALE = 32767 / 32768f;

  /**
   * A mean beyond this is an offset: one of 0.01 moves silence by 29 of the 127 steps of mu-law,
   * 127 ln(1 + 255 · 0.01) / ln 256.
   */
  private static final double OFFSET_MEAN = 0.01;

  /** How long a full-scale sine of 27.5 Hz, the lowest pitch, stays at full scale. */
  private static final double FULL_SCALE_SECONDS = 2 * Math.acos(FULL_SCALE) / (2 * Math.PI * 27.5);

  private static final int CLIPPED_RUN_SAMPLES_MIN = 3;

  private static final int LOWEST_PITCH = 21;
  private static final int HIGHEST_PITCH = 108;
  private static final double NOISE_TONALITY = 0.15;

  private final double seconds;
  private final int rateHz;
  private final Set<Defect> wanted;
  private final Map<String, Note> byName = new HashMap<>();
  private final Map<Long, Note> byId = new HashMap<>();

  /**
   * Something that is wrong.
   *
   * @param defect what
   * @param name the note's name; empty where a whole source is meant
   * @param place where the note lies
   * @param detail what was found, beginning in lower case and without a full stop
   */
  public record Finding(Defect defect, String name, String place, String detail) {}

  /**
   * A check of notes that should be alike.
   *
   * @param seconds how long each should be
   * @param rateHz the sample rate each should have; 0 for what its set says, see {@link
   *     dev.synth.dataset.NoteAudio#statedRateHz}
   * @param wanted what is looked for
   */
  public NoteCheck(double seconds, int rateHz, Set<Defect> wanted) {
    this.seconds = seconds;
    this.rateHz = rateHz;
    this.wanted = Set.copyOf(wanted);
  }

  /** Ends a set of notes: the numbers of the next may be the same again, their names may not. */
  public void nextSource() {
    byId.clear();
  }

  /** What the labels of {@code note} show; notes come in their order. */
  public List<Finding> labels(Note note) {
    List<Finding> findings = new ArrayList<>();
    OptionalInt pitch = note.labels().pitch();
    if (pitch.isPresent()
        && (pitch.getAsInt() < LOWEST_PITCH || pitch.getAsInt() > HIGHEST_PITCH)) {
      add(
          findings,
          Defect.RANGE,
          note,
          "pitch %d is outside %d to %d",
          pitch.getAsInt(),
          LOWEST_PITCH,
          HIGHEST_PITCH);
    }
    List<String> denied = denials(note);
    if (!denied.isEmpty()) {
      add(findings, Defect.NAME, note, "%s", String.join("; ", denied));
    }
    // Files of one name in several folders are common, and harmless as long as they are no notes
    // of NSynth, whose names say who they are.
    boolean named = note.audio().isShared() || Labels.parse(note.name()).instrument().isPresent();
    Note sameName = named ? byName.putIfAbsent(note.name(), note) : null;
    Note sameId = note.id().isPresent() ? byId.putIfAbsent(note.id().getAsLong(), note) : null;
    if (sameName != null) {
      add(findings, Defect.DUPLICATE, note, "has the name of %s", Printable.line(place(sameName)));
    } else if (sameId != null) {
      add(
          findings,
          Defect.DUPLICATE,
          note,
          "has the number %d of %s",
          note.id().getAsLong(),
          Printable.line(place(sameId)));
    }
    return findings;
  }

  /** Each label that the note's own name, or its instrument's name, tells otherwise. */
  private static List<String> denials(Note note) {
    List<String> denials = new ArrayList<>();
    Labels labels = note.labels();
    Labels name = Labels.parse(note.name());
    deny(denials, "the name says pitch", boxed(name.pitch()), boxed(labels.pitch()));
    deny(denials, "the name says velocity", boxed(name.velocity()), boxed(labels.velocity()));
    if (name.instrument().isPresent()) {
      deny(denials, "the name says instrument", name.instrumentName(), labels.instrumentName());
    }
    deny(denials, "the name says", name.family().map(Family::label), family(labels));
    deny(denials, "the name says", name.source().map(SoundSource::label), source(labels));
    if (denials.isEmpty()) {
      Labels own = Labels.parse(labels.instrumentName().orElse("") + "-000-000");
      deny(denials, "the instrument's name says", own.family().map(Family::label), family(labels));
      deny(
          denials,
          "the instrument's name says",
          own.source().map(SoundSource::label),
          source(labels));
    }
    return denials;
  }

  private static Optional<String> family(Labels labels) {
    return labels.family().map(Family::label);
  }

  private static Optional<String> source(Labels labels) {
    return labels.source().map(SoundSource::label);
  }

  private static Optional<Integer> boxed(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  private static <T> void deny(
      List<String> denials, String says, Optional<T> implied, Optional<T> label) {
    if (implied.isPresent() && label.isPresent() && !implied.equals(label)) {
      denials.add(says + " " + shown(implied.get()) + ", the label " + shown(label.get()));
    }
  }

  private static String shown(Object label) {
    return Printable.value(label.toString());
  }

  /** What the sound of a note shows; may be called on any thread. */
  public List<Finding> sound(ParallelNoteReader.Sound sound) {
    List<Finding> findings = new ArrayList<>();
    Note note = sound.note();
    if (sound.clip().isEmpty()) {
      add(findings, Defect.UNREADABLE, note, "%s", withoutPlace(sound.failure(), note));
      return findings;
    }
    AudioClip clip = sound.clip().get();
    float[] samples = clip.samples();
    clip.remarks().forEach(remark -> add(findings, Defect.UNREAD, note, "%s", remark));
    int wantedHz = rateHz > 0 ? rateHz : note.audio().statedRateHz(clip.sampleRateHz());
    if (clip.sampleRateHz() != wantedHz) {
      add(findings, Defect.RATE, note, "%d Hz, not %d", clip.sampleRateHz(), wantedHz);
    }
    if (Math.abs(clip.seconds() - seconds) * clip.sampleRateHz() > 0.5) {
      add(
          findings,
          Defect.LENGTH,
          note,
          "%.4f s (%d samples), not %s s",
          clip.seconds(),
          samples.length,
          plain(seconds));
    }
    double mean = mean(samples);
    offset(note, clip, mean, findings);
    double loudestDb = Levels.dbfs(loudest(samples, mean, clip.sampleRateHz() / 10));
    if (loudestDb < SILENT_DBFS) {
      String level =
          Levels.peak(samples) == 0
              ? "all zeros"
              : loudestDb == Double.NEGATIVE_INFINITY
                  ? "all samples are the same"
                  : "at most %.1f dBFS for a tenth of a second";
      add(findings, Defect.SILENT, note, level, loudestDb);
      return findings; // the rest needs sound
    }
    clipping(note, clip, findings);
    if (wanted.contains(Defect.NOISE) && note.labels().pitch().isPresent()) {
      noise(note, clip, findings);
    }
    return findings;
  }

  /**
   * A mean that no sound without an offset has: the last, unfinished period of a sine of amplitude
   * A and frequency f adds at most A / (π f) to the sum over seconds, and nothing audible is lower
   * than {@link OffsetFilter#LOWEST_HZ}.
   */
  private void offset(Note note, AudioClip clip, double mean, List<Finding> findings) {
    double unfinished =
        Levels.peak(clip.samples()) / (Math.PI * OffsetFilter.LOWEST_HZ * clip.seconds());
    if (Math.abs(mean) > OFFSET_MEAN + unfinished) {
      add(
          findings,
          Defect.OFFSET,
          note,
          "the mean of the samples is %+.1f %% of full scale (DC offset), which synth takes out"
              + " when it encodes",
          100 * mean);
    }
  }

  private static double mean(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return sum / Math.max(1, samples.length);
  }

  private void noise(Note note, AudioClip clip, List<Finding> findings) {
    if (PitchEstimator.estimate(clip).isPresent()) {
      return;
    }
    double tonality = Tonality.of(clip);
    if (tonality < NOISE_TONALITY) {
      add(
          findings,
          Defect.NOISE,
          note,
          "pitch %d is claimed, but %.1f %% of its energy is tones and nothing repeats",
          note.labels().pitch().getAsInt(),
          100 * tonality);
    }
  }

  private void clipping(Note note, AudioClip clip, List<Finding> findings) {
    float[] samples = clip.samples();
    int clippedRun = clippedRunSamples(clip.sampleRateHz());
    int clipped = 0;
    int runs = 0;
    for (int from = 0; from < samples.length; ) {
      int to = from;
      while (to < samples.length && isFullScale(samples[to], samples[from])) {
        to++;
      }
      if (to - from >= clippedRun) {
        clipped += to - from;
        runs++;
      }
      from = Math.max(to, from + 1);
    }
    if (runs > 0) {
      add(findings, Defect.CLIPPED, note, "%d samples in %d runs at full scale", clipped, runs);
    }
  }

  /** One sample more than a sine has at most: 3 at 16 kHz, 6 at 48 kHz. */
  static int clippedRunSamples(int rateHz) {
    return Math.max(CLIPPED_RUN_SAMPLES_MIN, (int) (FULL_SCALE_SECONDS * rateHz) + 2);
  }

  private static boolean isFullScale(float sample, float first) {
    return Math.abs(sample) >= FULL_SCALE && sample > 0 == first > 0;
  }

  /** The RMS about {@code mean} of the loudest of the windows that lie side by side. */
  private static double loudest(float[] samples, double mean, int windowSamples) {
    double loudest = 0;
    for (int from = 0; from < samples.length; from += windowSamples) {
      int to = Math.min(samples.length, from + windowSamples);
      double squares = 0;
      for (int i = from; i < to; i++) {
        squares += (samples[i] - mean) * (samples[i] - mean);
      }
      loudest = Math.max(loudest, Math.sqrt(squares / (to - from)));
    }
    return loudest;
  }

  static Finding twin(Note note, Note before, double likeness) {
    String detail =
        String.format(
            Locale.ROOT,
            "sounds like %s, with a correlation of %.4f",
            Printable.line(place(before)),
            likeness);
    return new Finding(Defect.TWIN, note.name(), place(note), detail);
  }

  private void add(
      List<Finding> findings, Defect defect, Note note, String detail, Object... values) {
    if (wanted.contains(defect)) {
      String text = String.format(Locale.ROOT, detail, values);
      findings.add(new Finding(defect, note.name(), place(note), text));
    }
  }

  /** Where {@code note} lies, with its name where the place does not tell it. */
  public static String place(Note note) {
    String place = note.audio().toString();
    return place.contains(note.name()) ? place : place + " (" + Printable.name(note.name()) + ")";
  }

  /** A failure's sentence without the place it begins with and its full stop. */
  private static String withoutPlace(String failure, Note note) {
    String place = Printable.line(note.audio().toString());
    String rest = failure.startsWith(place) ? failure.substring(place.length()) : failure;
    return rest.replaceFirst("^[: ]+", "").replaceFirst("\\.$", "");
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
