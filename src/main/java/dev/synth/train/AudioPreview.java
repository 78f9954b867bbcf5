package dev.synth.train;

import dev.synth.audio.AudioClip;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.io.Outputs;
import dev.synth.latent.Embedding;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.plot.Pictures;
import dev.synth.plot.SoundPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What the model makes of one note, generated now and then, so that one can listen to the progress.
 */
final class AudioPreview {
  private static final int MAX_SECONDS = 4;

  /** Below this a sound is silence: half a code's step of mu-law around zero is -78 dBFS. */
  private static final double SILENCE_DBFS = -60;

  /** Of a note in which none is heard, for a model that plays at a pitch only. */
  private static final int ANY_PITCH = 60;

  private final Path folder;
  private final String name;
  private final AudioClip note;
  private final OptionalInt pitch;

  /**
   * Samples of {@code note}.
   *
   * @param name the note's
   * @param pitch MIDI, where it is known
   */
  AudioPreview(Path folder, String name, AudioClip note, OptionalInt pitch) {
    this.folder = folder;
    this.name = name;
    this.note = note.first(MAX_SECONDS);
    this.pitch = pitch;
  }

  /**
   * A generated note.
   *
   * @param wav the file
   * @param clip the sound
   * @param png its picture
   * @param width of the picture, in pixels
   * @param height of the picture
   * @param rmsDbfs its level
   * @param silent whether it is silence, though the note is not
   */
  record Sample(
      Path wav, AudioClip clip, Path png, int width, int height, double rmsDbfs, boolean silent) {}

  /** The note's name. */
  String noteName() {
    return name;
  }

  /**
   * Encodes the note and generates it from that, writes {@code step-00002000.wav}, and beside it as
   * {@code .png} the note's spectrogram and its own.
   *
   * @param model that can encode and synthesize
   * @param threads threads that encode
   */
  Sample make(SavedModel model, int threads, long step, long seed) throws IOException {
    double raisedDb = EncodingGain.decibels(note.samples(), note.sampleRateHz());
    float[] raised = EncodingGain.raised(note.samples(), raisedDb);
    Embedding embedding;
    try (Encoder encoder = model.encoder(threads)) {
      embedding = encoder.encode(new AudioClip(raised, note.sampleRateHz()), pitch);
    }
    Synthesizer synthesizer = model.synthesizer(Precision.FLOAT);
    GenerationRequest request =
        new GenerationRequest(
            embedding,
            playable(synthesizer),
            note.samples().length,
            GenerationRequest.DEFAULT_TEMPERATURE,
            seed,
            new OutputLevel(-raisedDb, Double.POSITIVE_INFINITY));
    float[] sound = synthesizer.synthesize(List.of(request), 1, ProgressListener.NONE).get(0);
    Outputs.createDirectory(folder);
    Path wav = folder.resolve(String.format(Locale.ROOT, "step-%08d.wav", step));
    AudioClip clip = new AudioClip(sound, synthesizer.format().sampleRateHz());
    SamplerInfo sampler = pitch.isEmpty() ? null : new SamplerInfo(pitch.getAsInt());
    WavFile.write(wav, clip, WavFile.Encoding.PCM16, 1, WavExtras.of(sampler), true);
    BufferedImage picture =
        Pictures.beside(
            List.of(
                SoundPictures.spectrogram(note, name),
                SoundPictures.spectrogram(clip, "step " + step)));
    Path png = folder.resolve(String.format(Locale.ROOT, "step-%08d.png", step));
    Pictures.write(png, picture, true);
    double rmsDbfs = Levels.dbfs(Levels.rms(sound));
    boolean silent =
        rmsDbfs < SILENCE_DBFS && Levels.dbfs(Levels.rms(note.samples())) >= SILENCE_DBFS;
    return new Sample(wav, clip, png, picture.getWidth(), picture.getHeight(), rmsDbfs, silent);
  }

  /** The note's pitch, or one that is heard in it where the model plays at a pitch only. */
  private PlayedPitch playable(Synthesizer synthesizer) {
    PlayedPitch labelled = PlayedPitch.of(pitch.orElse(GenerationRequest.UNKNOWN_PITCH));
    if (synthesizer.refusal(labelled).isEmpty()) {
      return labelled;
    }
    return PitchEstimator.estimate(note)
        .map(heard -> PlayedPitch.of(Math.rint(heard.midi())))
        .filter(heard -> synthesizer.refusal(heard).isEmpty())
        .orElse(PlayedPitch.of(ANY_PITCH));
  }
}
