package dev.synth.models.instant.train;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Note;
import dev.synth.dataset.NotePitch;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.OffsetFilter;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.io.path.CacheFolder;
import dev.synth.models.instant.FrameFeatures;
import dev.synth.models.instant.FrameIntonation;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.analysis.NoteAnalyzer;
import dev.synth.train.data.AnalysisFolder;
import dev.synth.train.data.NoteStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The analyses of notes. Each takes a tenth of a second and more, so they are kept, in {@code
 * analysis} of synth's {@link CacheFolder}, by the sound, its pitch and the sizes of the analysis.
 * What is damaged there is made again.
 */
final class NoteAnalyses implements NoteStream.Loader<AnalyzedNote> {
  private final InstantSpec spec;
  private final NoteAnalyzer analyzer;
  private final AnalysisFolder folder;
  private final Map<Note, Place> places = new ConcurrentHashMap<>();

  /**
   * Analyses for models of {@code spec}.
   *
   * @param problems receives a sentence, once, if analyses cannot be kept
   */
  NoteAnalyses(InstantSpec spec, Consumer<String> problems) {
    this.spec = spec;
    this.folder = new AnalysisFolder("analysis", ".controls", problems);
    this.analyzer =
        new NoteAnalyzer(
            spec.sampleRateHz(), spec.pointSamples(), spec.partials(), spec.noiseBands());
  }

  /**
   * The analysis of a note. Safe for use by several threads.
   *
   * @throws IOException if it cannot be read, or has no single pitch
   */
  @Override
  public AnalyzedNote load(Note note) throws IOException {
    Place known = places.get(note);
    if (known != null) {
      Optional<AnalyzedNote> kept = known.read();
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    AudioClip clip = note.audio().read();
    double midi = pitch(note, clip);
    Place place = new Place(file(clip, midi), clip.sampleRateHz() / 2.0);
    AnalyzedNote analyzed = place.read().orElse(null);
    if (analyzed == null) {
      byte[] bytes = analyze(clip, midi).bytes();
      folder.keep(place.file(), bytes);
      // Read again, so that what is kept and what is not are the same to the bit.
      analyzed = AnalyzedNote.read(new ByteArrayInputStream(bytes), place.topHz());
    }
    places.put(note, place);
    return analyzed;
  }

  private static double pitch(Note note, AudioClip clip) throws IOException {
    NotePitch pitch =
        note.labels().pitch().isPresent()
            ? NotePitch.of(note, OptionalInt.empty(), Optional.empty())
            : NotePitch.of(note, OptionalInt.empty(), PitchEstimator.estimate(clip));
    if (pitch.midi().isEmpty()) {
      throw new BadDataException(
          note.audio()
              + ": has no label of its pitch, and no single pitch was detected in it, but an"
              + " instant model is trained on notes of one pitch.");
    }
    return pitch.midi().getAsInt();
  }

  private Path file(AudioClip clip, double midi) {
    MessageDigest digest = Sha256.digest();
    digest.update(Sha256.bytes(clip.samples()));
    String rest =
        String.join(
            " ",
            Integer.toString(AnalyzedNote.VERSION),
            Integer.toString(clip.sampleRateHz()),
            Double.toString(midi),
            Integer.toString(spec.sampleRateHz()),
            Integer.toString(spec.partials()),
            Integer.toString(spec.noiseBands()));
    digest.update(rest.getBytes(StandardCharsets.UTF_8));
    return folder.file(Sha256.hex(digest));
  }

  /** Where an analysis is kept, and what it does not tell. */
  private record Place(Path file, double topHz) {
    Optional<AnalyzedNote> read() {
      return AnalysisFolder.read(
          file,
          place -> {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(place))) {
              return AnalyzedNote.read(in, topHz);
            }
          });
    }
  }

  /** As the encoder measures a sound, and as a synthesizer should play it. */
  private AnalyzedNote analyze(AudioClip clip, double midi) {
    float[] own = clip.samples();
    float[] raised = EncodingGain.raised(own, EncodingGain.decibels(own, clip.sampleRateHz()));
    AudioClip sound = new AudioClip(raised, clip.sampleRateHz());
    float[] played = filtered(sound, spec.sampleRateHz());
    float[] encoded = filtered(sound, InstantSpec.ENCODER_RATE_HZ);
    int hop = InstantSpec.ENCODER_HOP_SAMPLES;
    int frames = Math.max(1, (encoded.length + hop - 1) / hop);
    int points = frames * InstantSpec.POINTS_PER_FRAME;
    return new AnalyzedNote(
        midi,
        features(encoded, frames, midi),
        analyzer.analyze(played, midi, points),
        clip.sampleRateHz() / 2.0);
  }

  private static float[] features(float[] encoded, int frames, double midi) {
    float[] sound = Arrays.copyOf(encoded, frames * InstantSpec.ENCODER_HOP_SAMPLES);
    float[] cents = new float[frames];
    FrameIntonation.write(sound, 0, frames, (int) Math.rint(midi), cents, 0);
    float[] features = new float[frames * FrameFeatures.COUNT];
    double[] hz = FrameIntonation.hz(Math.rint(midi), cents, 0, frames);
    new FrameFeatures().write(sound, 0, frames, hz, features, 0);
    return features;
  }

  private static float[] filtered(AudioClip sound, int rateHz) {
    return OffsetFilter.filter(Resampler.resample(sound, rateHz).samples(), rateHz);
  }
}
