package dev.synth.cli.option;

import dev.synth.audio.WavFile;
import dev.synth.cli.provenance.MarkOptions;
import dev.synth.latent.TimeLength;
import dev.synth.render.PostProcessing;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to generated sounds, and how they are written. Everything is off unless asked. */
public final class SoundOptions {
  private static final TimeLength CUT_FADE = TimeLength.parse("10ms");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--dither", description = "Add triangular dither to 16-bit files.")
  private boolean dither;

  @Option(names = "--float", description = "Write 32-bit float files.")
  private boolean floats;

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "16",
      description = "Write integers of 16 or 24 bits (default: ${DEFAULT-VALUE}).")
  private int bits;

  @Option(names = "--declick", description = "Repair clicks: single samples that stick out.")
  private boolean declick;

  @Option(
      names = "--trim-db",
      paramLabel = "DB",
      description = "Cut what is more than DB below the peak, at both ends; 60 is usual.")
  private Double trimDb;

  @Option(
      names = "--fade-in",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      description = "Fade in, such as 5ms.")
  private TimeLength fadeIn;

  @Option(
      names = "--fade-out",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      description = "Fade out, such as 0.3s (default: 10ms where --length is set, else none).")
  private TimeLength fadeOut;

  @Option(
      names = "--peak-db",
      paramLabel = "DB",
      description = "Bring the loudest sample to this level, such as -12.")
  private Double peakDbfs;

  @Option(
      names = "--loudness",
      paramLabel = "LUFS",
      description =
          "Bring the loudness (ITU-R BS.1770) to this level, such as -23, but never past full"
              + " scale.")
  private Double lufs;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description =
          "Resample, such as to 44100 (default: the model's rate). A model of 16 kHz makes nothing"
              + " above 8 kHz at any rate.")
  private Integer rateHz;

  @Option(names = "--stereo", description = "Write two channels, which are the same.")
  private boolean stereo;

  @Mixin private MarkOptions marks;

  /**
   * The processing the flags ask for.
   *
   * @param cut whether notes may be cut while they sound: they fade out shortly where no other fade
   *     is asked for, as they would click
   */
  public PostProcessing processing(boolean cut) throws IOException {
    if (peakDbfs != null && lufs != null) {
      throw usage("--peak-db and --loudness are two ways to set the level; give one");
    }
    if (bits != 16 && bits != 24) {
      throw usage(
          "--bits must be 16 or 24, not " + bits + (bits == 32 ? "; for 32 use --float" : ""));
    }
    if (dither && (floats || bits == 24)) {
      throw usage("--dither is for 16-bit files; leave it out, or --float and --bits");
    }
    if (floats && bits == 24) {
      throw usage("--float and --bits 24 are two ways to write samples; give one");
    }
    check("--peak-db", peakDbfs, -120, 0);
    check("--loudness", lufs, -100, 0);
    check("--trim-db", trimDb, 1, 200);
    if (rateHz != null && (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ)) {
      throw usage("--rate must be from " + WavFile.MIN_RATE_HZ + " to " + WavFile.MAX_RATE_HZ);
    }
    WavFile.Encoding encoding =
        floats
            ? WavFile.Encoding.FLOAT32
            : bits == 24
                ? WavFile.Encoding.PCM24
                : dither ? WavFile.Encoding.PCM16_DITHERED : WavFile.Encoding.PCM16;
    return new PostProcessing(
            declick,
            trimDb,
            rateHz,
            fadeIn,
            fadeOut == null && cut ? CUT_FADE : fadeOut,
            peakDbfs,
            lufs,
            stereo,
            encoding)
        .withMarking(marks.marking());
  }

  private void check(String option, Double value, double min, double max) {
    if (value != null && !(value >= min && value <= max)) {
      throw usage(
          String.format(
              Locale.ROOT, "%s must be from %.0f to %.0f, not %s", option, min, max, value));
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
