package dev.synth.render;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.dsp.Fades;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Loudness;
import dev.synth.dsp.SustainLoop;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.TimeLength;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is done to a generated sound before it is written, in this order; each part is off where it
 * is null or false.
 *
 * @param declick mends single samples that stick out
 * @param trimDb cuts what is quieter than this many dB below the peak, at both ends
 * @param rateHz rate to resample to
 * @param fadeIn length of a fade from silence
 * @param fadeOut length of a fade to silence
 * @param peakDbfs level to bring the peak to
 * @param lufs loudness to bring it to, but never past full scale
 * @param stereo whether the file has the sound in two channels
 * @param encoding how samples are written
 * @param loop whether a note that is sustained is given a loop, for samplers; its end is then faded
 *     into its beginning
 * @param marking how the file says that it was generated
 */
public record PostProcessing(
    boolean declick,
    Double trimDb,
    Integer rateHz,
    TimeLength fadeIn,
    TimeLength fadeOut,
    Double peakDbfs,
    Double lufs,
    boolean stereo,
    WavFile.Encoding encoding,
    boolean loop,
    Marking marking) {

  /** The longest header before the sound, 58, and what is for samplers behind it, 68. */
  private static final int CHUNK_BYTES = 126;

  /** Plain fields and content credentials, with room for those of ingredients. */
  private static final int MARKS_BYTES = 8192;

  /** Nothing, in 16 bits. */
  public static final PostProcessing NONE =
      new PostProcessing(false, null, null, null, null, null, null, false, WavFile.Encoding.PCM16);

  /** Without a loop. */
  public PostProcessing(
      boolean declick,
      Double trimDb,
      Integer rateHz,
      TimeLength fadeIn,
      TimeLength fadeOut,
      Double peakDbfs,
      Double lufs,
      boolean stereo,
      WavFile.Encoding encoding) {
    this(
        declick,
        trimDb,
        rateHz,
        fadeIn,
        fadeOut,
        peakDbfs,
        lufs,
        stereo,
        encoding,
        false,
        Marking.NONE);
  }

  /** The same with another marking. */
  public PostProcessing withMarking(Marking wanted) {
    return new PostProcessing(
        declick, trimDb, rateHz, fadeIn, fadeOut, peakDbfs, lufs, stereo, encoding, loop, wanted);
  }

  /** The same with a loop, or without. */
  public PostProcessing withLoop(boolean wanted) {
    return new PostProcessing(
        declick, trimDb, rateHz, fadeIn, fadeOut, peakDbfs, lufs, stereo, encoding, wanted,
        marking);
  }

  /** As below, of settings that are nobody's. */
  AudioClip apply(AudioClip sound, int hopSamples) {
    return apply(sound, hopSamples, Map.of());
  }

  /**
   * The sound as it is to be written, but for its loop. Its watermark is put on before its level is
   * set, which is then as wanted, and before its loop, whose ends stay alike.
   *
   * @param hopSamples samples a frame at the sound's rate, for fades in frames
   * @param made every setting that decides the file's content, by name, which the watermark tells
   */
  public AudioClip apply(AudioClip sound, int hopSamples, Map<String, String> made) {
    AudioClip clip = sound;
    if (declick) {
      clip = new AudioClip(Fades.declick(clip.samples()), clip.sampleRateHz());
    }
    if (trimDb != null) {
      clip = new AudioClip(Fades.trim(clip.samples(), trimDb), clip.sampleRateHz());
    }
    if (rateHz != null) {
      clip = Resampler.resample(clip, rateHz);
    }
    if (fadeIn != null || fadeOut != null) {
      // After resampling, which would ring beyond the silence of a fade.
      double ratio = (double) clip.sampleRateHz() / sound.sampleRateHz();
      int in = samples(fadeIn, ratio, sound, hopSamples);
      int out = samples(fadeOut, ratio, sound, hopSamples);
      clip = new AudioClip(Fades.fade(clip.samples(), in, out), clip.sampleRateHz());
    }
    return leveled(marking.watermarked(clip, made));
  }

  private static int samples(TimeLength fade, double ratio, AudioClip sound, int hopSamples) {
    if (fade == null) {
      return 0;
    }
    try {
      return Math.toIntExact(Math.round(ratio * fade.samples(sound.sampleRateHz(), hopSamples)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WorkFailedException("A fade of " + fade + " is longer than any sound; shorten it.");
    }
  }

  private AudioClip leveled(AudioClip clip) {
    double peak = Levels.peak(clip.samples());
    if (peak == 0 || (peakDbfs == null && lufs == null)) {
      // Resampling may pass full scale between samples that do not.
      float[] within = Levels.withinFullScale(clip.samples());
      return within == clip.samples() ? clip : new AudioClip(within, clip.sampleRateHz());
    }
    double gain;
    if (peakDbfs != null) {
      gain = Levels.amplitude(peakDbfs) / peak;
    } else {
      double now = Loudness.lufs(clip.samples(), clip.sampleRateHz(), channels());
      gain = now == Double.NEGATIVE_INFINITY ? 1 : Levels.amplitude(lufs - now);
    }
    double bounded = Math.min(gain, 1 / peak);
    float[] samples = new float[clip.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (bounded * clip.samples()[i]);
    }
    return new AudioClip(samples, clip.sampleRateHz());
  }

  /** At most how many bytes the file of a note of {@code samples} samples has. */
  public long bytes(int samples, int sampleRateHz) {
    double frames = (double) samples * (rateHz == null ? sampleRateHz : rateHz) / sampleRateHz;
    return (long) Math.ceil(frames) * channels() * encoding.sampleBytes()
        + CHUNK_BYTES
        + (marking.settings().isEmpty() ? 0 : MARKS_BYTES);
  }

  /** Channels of the file. */
  public int channels() {
    return stereo ? 2 : 1;
  }

  /** As below, of an origin that is not told. */
  public void write(Path file, AudioClip clip, PlayedPitch pitch, boolean overwrite)
      throws IOException {
    write(file, file, clip, pitch, new Origin(Map.of(), List.of()), overwrite);
  }

  /**
   * Writes a clip that {@link #apply} gave.
   *
   * @param file where it is written now
   * @param target what the file will be called
   * @param pitch whose steady part the file keeps for samplers, where it is known
   * @param origin of the clip, for its marks
   */
  public void write(
      Path file, Path target, AudioClip clip, PlayedPitch pitch, Origin origin, boolean overwrite)
      throws IOException {
    if (!pitch.isKnown()) {
      WavExtras extras = marking.extras(target, clip, null, origin);
      WavFile.write(file, clip, encoding, channels(), extras, overwrite);
      return;
    }
    double midi = pitch.midi().getAsDouble();
    Optional<SustainLoop> found =
        loop
            ? SustainLoop.find(clip.samples(), clip.sampleRateHz(), Pitch.hzOfMidi(midi))
            : Optional.empty();
    SamplerInfo sampler = SamplerInfo.of(midi, found.map(SustainLoop::loop));
    AudioClip looped =
        found.isEmpty()
            ? clip
            : new AudioClip(found.get().crossfade(clip.samples()), clip.sampleRateHz());
    WavExtras extras = marking.extras(target, clip, sampler, origin);
    WavFile.write(file, looped, encoding, channels(), extras, overwrite);
  }

  /** What is on, by name, for people and for comparing. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("encoding", encoding.name().toLowerCase(Locale.ROOT));
    put(settings, "declick", declick ? "on" : null);
    put(settings, "trim", trimDb);
    put(settings, "rate", rateHz);
    put(settings, "fade-in", fadeIn);
    put(settings, "fade-out", fadeOut);
    put(settings, "peak", peakDbfs);
    put(settings, "loudness", lufs);
    put(settings, "stereo", stereo ? "on" : null);
    put(settings, "loop", loop ? "on" : null);
    settings.putAll(marking.settings());
    return settings;
  }

  private static void put(Map<String, String> settings, String name, Object value) {
    if (value != null) {
      settings.put(name, value.toString());
    }
  }
}
