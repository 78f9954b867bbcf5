package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.audio.MuLaw;
import dev.synth.dataset.Note;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.OffsetFilter;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSeed;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.io.BadDataException;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.LikelihoodScorer;
import dev.synth.model.Synthesizer;
import java.util.List;
import java.util.function.UnaryOperator;

/** One of the models that are measured, ready to compute. Not safe for use by several threads. */
final class MeasuredModel implements AutoCloseable {
  private final NamedModel named;
  private final Encoder encoder;
  private final LikelihoodScorer scorer; // null if it cannot
  private final Synthesizer synthesizer;

  /**
   * A note as one model encodes it.
   *
   * @param raisedDb by how much it was raised before
   * @param nats its cross-entropy; NaN if the model cannot score
   */
  record Encoded(double raisedDb, Embedding embedding, double nats) {}

  /**
   * A model, to be closed after use.
   *
   * @param playing makes of its synthesizer the one that plays
   * @throws BadDataException if it cannot encode or synthesize
   */
  MeasuredModel(NamedModel named, int threads, UnaryOperator<Synthesizer> playing)
      throws BadDataException {
    this.named = named;
    synthesizer = playing.apply(named.model().synthesizer(Precision.FLOAT));
    encoder = named.model().encoder(threads);
    scorer = named.canScore() ? named.model().likelihoodScorer(threads) : null;
  }

  NamedModel named() {
    return named;
  }

  Synthesizer synthesizer() {
    return synthesizer;
  }

  boolean canScore() {
    return scorer != null;
  }

  /** Its embeddings beside the sound that it makes. */
  LatentFormat format() {
    return synthesizer.format();
  }

  /** Its embeddings beside the sound that it encodes. */
  LatentFormat encoderFormat() {
    return encoder.format();
  }

  /** The rates at which it wants a note. */
  List<Integer> ratesHz() {
    return List.of(encoderFormat().sampleRateHz(), format().sampleRateHz());
  }

  Encoded encode(Note note, Recording recording) {
    double raisedDb = raisedDb(recording);
    Embedding embedding = encoder.encode(heard(recording), note.labels().pitch());
    double nats = Double.NaN;
    if (canScore()) {
      float[] scored = heard(recording, format().sampleRateHz(), raisedDb);
      int pitch = note.labels().pitch().orElse(GenerationRequest.UNKNOWN_PITCH);
      nats = scorer.nats(scored, embedding, pitch);
    }
    return new Encoded(raisedDb, embedding, nats);
  }

  /**
   * A note to play.
   *
   * @param pitch MIDI
   * @param name that the seed comes from
   * @param raisedDb by how much the note was raised before it was encoded
   */
  GenerationRequest request(
      EvaluationPlan plan, Embedding embedding, int pitch, String name, double raisedDb) {
    return new GenerationRequest(
        embedding,
        PlayedPitch.of(pitch),
        format().samples(embedding.frames()),
        plan.temperature(),
        NoteSeed.of(plan.seed(), name),
        new OutputLevel(-raisedDb, Double.POSITIVE_INFINITY));
  }

  /** What it played, at its rate. */
  AudioClip clip(float[] samples) {
    return new AudioClip(samples, format().sampleRateHz());
  }

  /** Plays notes; those that fail are told of by the result. */
  PlayedNotes play(List<GenerationRequest> requests, int threads, ProgressListener listener) {
    PlayedNotes notes = new PlayedNotes(requests, synthesizer::refusal);
    if (!requests.isEmpty()) {
      requests.stream()
          .filter(request -> notes.failure(request) == null)
          .forEach(synthesizer::check);
      int atOnce = synthesizer.notesAtOnce(requests.size(), threads, 0);
      synthesizer.synthesize(notes, notes.samples(), threads, atOnce, listener);
    }
    return notes;
  }

  /** A note as the encoder hears it. */
  AudioClip heard(Recording recording) {
    int rateHz = encoderFormat().sampleRateHz();
    return new AudioClip(heard(recording, rateHz, raisedDb(recording)), rateHz);
  }

  /** The codes whose likelihood is scored. */
  byte[] codes(Recording recording) {
    int rateHz = format().sampleRateHz();
    return MuLaw.encode(OffsetFilter.filter(heard(recording, rateHz, raisedDb(recording)), rateHz));
  }

  /** By how much a note is raised before it is encoded. */
  private double raisedDb(Recording recording) {
    int rateHz = encoderFormat().sampleRateHz();
    return EncodingGain.decibels(recording.at(rateHz), rateHz);
  }

  private static float[] heard(Recording recording, int rateHz, double raisedDb) {
    return EncodingGain.raised(recording.at(rateHz), raisedDb);
  }

  String description() {
    return (canScore() ? scorer.description() : encoder.description())
        + "; playing with "
        + synthesizer.description();
  }

  @Override
  public void close() {
    encoder.close();
    if (canScore()) {
      scorer.close();
    }
  }
}
