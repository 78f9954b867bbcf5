package dev.synth.models.instant;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.NoteWorkers;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.models.instant.play.FrameStack;
import dev.synth.models.instant.sound.ControlSynthesizer;
import dev.synth.models.instant.sound.NoteControls;
import java.util.Locale;
import java.util.Optional;

/** The decoder's network, and the synthesizer of its controls. All threads share both. */
final class InstantSynthesizer implements Synthesizer {
  private static final int LOWEST_MIDI = 12;
  private static final int HIGHEST_MIDI = 120;

  /** No embedding asks for more: full scale and much room for what was made of several. */
  private static final double LOUDEST_DB = 60;

  /** The largest value that is played: 2,000 dB, of which sums and powers are still numbers. */
  private static final float MOST_VALUE = 100;

  /** Two octaves: no vibrato is as wide, and none drifts so far. */
  private static final double MOST_CENTS = 2_400;

  private final InstantSpec spec;
  private final FrameStack decoder;
  private final LevelEnvelope envelope;
  private final ControlCoding coding;
  private final ControlSynthesizer sounds;

  private InstantSynthesizer(SavedModel model) {
    this.spec = InstantSpec.of(model);
    this.decoder = new FrameStack(spec.decoderStack(), model.tensors());
    this.envelope = new LevelEnvelope(spec);
    this.coding = new ControlCoding(spec);
    this.sounds =
        new ControlSynthesizer(
            spec.sampleRateHz(), spec.pointSamples(), spec.partials(), spec.noiseBands());
  }

  static InstantSynthesizer of(SavedModel model) {
    return new InstantSynthesizer(model);
  }

  @Override
  public LatentFormat format() {
    return spec.latent().orElseThrow();
  }

  @Override
  public void synthesize(
      NoteSupply supply,
      long samplesTotal,
      int threads,
      int notesAtOnce,
      ProgressListener listener) {
    NoteWorkers.play(supply, samplesTotal, Math.min(threads, notesAtOnce), listener, this::play);
  }

  private float[] play(GenerationRequest request) {
    check(request);
    Embedding embedding = request.embedding();
    PlayedPitch pitch = request.pitch();
    double midi = pitch.midi().getAsDouble();
    int frames = embedding.frames();
    float[] levelDb = levelDb(embedding);
    float[] conditions = new float[frames * DecoderConditions.COUNT];
    double[] pitches = new double[frames];
    for (int f = 0; f < frames; f++) {
      pitches[f] = midi + pitch.bendAt(f + 0.5) / 100;
      DecoderConditions.write(pitches[f], levelDb, f, conditions, f * DecoderConditions.COUNT);
    }
    float[] outputs = decoder.apply(MeasuredChannels.others(embedding), frames, conditions);
    float[] values = envelope.values(outputs, pitches);
    for (float value : values) {
      if (!(Math.abs(value) <= MOST_VALUE)) {
        throw new WorkFailedException(
            "the model's output is not a level that a sound can have; its weights are damaged, or"
                + " the embedding is far from those it was trained on.");
      }
    }
    float[] cents = cents(embedding);
    for (int point = 0; point < cents.length; point++) {
      cents[point] += (float) pitch.bendAt((double) point / InstantSpec.POINTS_PER_FRAME);
    }
    NoteControls controls = LevelSmoothing.smooth(coding.controls(values, levelDb, cents, midi));
    float[] sound = sounds.play(controls, midi, request.samples(), request.seed());
    return request.level().apply(sound);
  }

  private static float[] levelDb(Embedding embedding) {
    float[] levels = MeasuredChannels.levelDb(embedding);
    for (int f = 0; f < levels.length; f++) {
      if (levels[f] > LOUDEST_DB) {
        throw new WorkFailedException(
            String.format(
                Locale.ROOT,
                "the embedding's frame %d has a level of %.3g dB, which no sound has; its first"
                    + " channel is the level in steps of 20 dB from -40 dB on.",
                f,
                levels[f]));
      }
    }
    return levels;
  }

  private static float[] cents(Embedding embedding) {
    float[] cents = MeasuredChannels.pointCents(embedding);
    for (int point = 0; point < cents.length; point++) {
      if (!(Math.abs(cents[point]) <= MOST_CENTS)) {
        throw new WorkFailedException(
            String.format(
                Locale.ROOT,
                "the embedding's frame %d is %.3g cents off its pitch, which no note is; its second"
                    + " channel is the deviation in steps of 50 cents.",
                point / InstantSpec.POINTS_PER_FRAME,
                cents[point]));
      }
    }
    return cents;
  }

  @Override
  public Optional<String> refusal(PlayedPitch pitch) {
    if (!pitch.isKnown()) {
      return Optional.of("has no pitch, and an instant model cannot play without one");
    }
    if (pitch.lowest() >= LOWEST_MIDI && pitch.highest() <= HIGHEST_MIDI) {
      return Optional.empty();
    }
    String range =
        pitch.bendCents().length == 0
            ? "at MIDI " + pitch
            : String.format(Locale.ROOT, "from MIDI %.2f to %.2f", pitch.lowest(), pitch.highest());
    return Optional.of(
        "is to be played "
            + range
            + ", but an instant model plays pitches from "
            + LOWEST_MIDI
            + " to "
            + HIGHEST_MIDI);
  }

  @Override
  public int notesAtOnce(int notes, int threads, int wanted) {
    int atOnce = wanted == 0 ? threads : wanted;
    return Math.max(1, Math.min(atOnce, notes));
  }

  @Override
  public long bytesPerNote() {
    // The outputs and controls of a note of 4 s.
    return 2L * Float.BYTES * 125 * spec.decoderStack().outputs();
  }

  @Override
  public void check(GenerationRequest request) {
    if (request.embedding().channels() != spec.latentChannels()) {
      throw new IllegalArgumentException(
          "the embedding has "
              + request.embedding().channels()
              + " channels, but the model wants "
              + spec.latentChannels());
    }
    long most = (long) request.embedding().frames() * spec.hopSamples();
    if (request.samples() > most) {
      throw new IllegalArgumentException(
          request.samples()
              + " samples wanted, but the embedding's "
              + request.embedding().frames()
              + " frames of "
              + spec.hopSamples()
              + " samples make "
              + most);
    }
    check(request.pitch());
  }

  @Override
  public String description() {
    return sounds.description();
  }
}
