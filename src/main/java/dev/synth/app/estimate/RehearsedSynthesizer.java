package dev.synth.app.estimate;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.util.Optional;
import java.util.Random;

/**
 * Plays, in the place of a model and in no time, a sound that is as much work to measure and to
 * draw: a decaying sawtooth of the note's pitch with some noise.
 *
 * @param model that is to play in earnest
 */
record RehearsedSynthesizer(Synthesizer model) implements Synthesizer {
  private static final double LEVEL = 0.3;
  private static final double NOISE = 0.003;
  private static final double DECAY_SECONDS = 2;
  private static final double HZ_WITHOUT_PITCH = 220;

  @Override
  public LatentFormat format() {
    return model.format();
  }

  @Override
  public void synthesize(
      NoteSupply supply,
      long samplesTotal,
      int threads,
      int notesAtOnce,
      ProgressListener listener) {
    long samples = 0;
    for (NoteSupply.Order order = supply.next(); order != null; order = supply.next()) {
      order.finished(sound(order.request()));
      samples += order.request().samples();
      listener.generated(samples, samplesTotal);
    }
  }

  private float[] sound(GenerationRequest request) {
    Random random = new Random(request.seed());
    double rateHz = format().sampleRateHz();
    double hz =
        request.pitch().midi().stream().map(Pitch::hzOfMidi).findAny().orElse(HZ_WITHOUT_PITCH);
    float[] sound = new float[request.samples()];
    for (int t = 0; t < sound.length; t++) {
      double turns = hz * t / rateHz;
      double wave = LEVEL * 2 * (turns - Math.rint(turns)) * Math.exp(-t / rateHz / DECAY_SECONDS);
      sound[t] = (float) (wave + NOISE * random.nextGaussian());
    }
    return sound;
  }

  @Override
  public int notesAtOnce(int notes, int threads, int wanted) {
    return model.notesAtOnce(notes, threads, wanted);
  }

  @Override
  public int leadSamples() {
    return model.leadSamples();
  }

  @Override
  public long bytesPerNote() {
    return model.bytesPerNote();
  }

  @Override
  public Optional<String> refusal(PlayedPitch pitch) {
    return model.refusal(pitch);
  }

  @Override
  public void check(GenerationRequest request) {
    model.check(request);
  }

  @Override
  public String description() {
    return model.description();
  }
}
