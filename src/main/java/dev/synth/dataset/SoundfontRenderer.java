package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.dsp.Levels;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sound.midi.Instrument;

/**
 * Renders the notes of a soundfont into a folder in NSynth's JSON/WAV form, with no audio device
 * and no randomness: the same soundfont file and plan make the same bytes, and a note is the same
 * whatever is rendered beside it.
 *
 * <p>Notes are played at 48 kHz and decimated, since the synthesizer itself does not band-limit
 * (rendering a high piano note at 16 kHz adds 2 dB of alias above 4 kHz).
 */
public final class SoundfontRenderer implements AutoCloseable {
  /** Whole-note RMS under which a note at {@link RenderPlan#DEFAULT_GAIN_DB} counts as silent. */
  static final double SILENT_DB = -60;

  private static final float PEAK_MAX = 0.999f;

  private final Soundfont font;
  private final GervillStream stream;

  private SoundfontRenderer(Soundfont font) throws IOException {
    this.font = font;
    this.stream = new GervillStream();
  }

  /**
   * Renders from the bank that the JDK synthesizes itself: made tones, not recordings. Each call
   * makes it anew with other phases, so its notes are not the same bytes from run to run.
   */
  public static SoundfontRenderer builtIn() throws IOException {
    return new SoundfontRenderer(Soundfont.builtIn());
  }

  /**
   * Renders from the SoundFont 2 file {@code soundfont}.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if it is compressed (.sf3), truncated or no soundfont
   */
  public static SoundfontRenderer open(Path soundfont) throws IOException {
    return new SoundfontRenderer(Soundfont.open(soundfont));
  }

  /** The soundfont's file, or what the built-in bank is called. */
  public String soundfont() {
    return font.name();
  }

  /** The programs this soundfont has in its melodic bank 0. */
  public SortedSet<Integer> programs() {
    return new TreeSet<>(font.instruments().keySet());
  }

  /**
   * Fails when {@code folder} cannot take a rendering, before any work is spent.
   *
   * @throws CannotCreateException if it is a file, or holds notes already and {@code overwrite} is
   *     false
   */
  public static void checkFolder(Path folder, boolean overwrite) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CannotCreateException(folder + ": is a file; name a folder for the notes.");
    }
    if (overwrite) {
      return;
    }
    if (Files.exists(folder.resolve(NsynthJson.FILE))) {
      throw new CannotCreateException(
          folder + ": holds rendered notes already; pass -f to overwrite them.");
    }
    Path audio = folder.resolve(NsynthJson.AUDIO);
    if (Files.isDirectory(audio)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(audio)) {
        if (files.iterator().hasNext()) {
          throw new CannotCreateException(
              audio + ": is not empty; pass -f to write into it all the same.");
        }
      }
    }
  }

  /** Hears how far a rendering is. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} notes are finished, the last one {@code name}. */
    void rendered(long done, long total, String name);
  }

  /**
   * Renders every note of {@code plan} into {@code folder}: {@code audio/<name>.wav}, 16-bit mono
   * 16 kHz, then {@code examples.json}, which is written last and so marks a whole folder. Other
   * files in the folder are left alone.
   *
   * @throws BadDataException if the soundfont lacks a program of the plan, or all notes are silent
   * @throws CannotCreateException as {@link #checkFolder}
   */
  public RenderReport render(RenderPlan plan, Path folder, boolean overwrite, Listener listener)
      throws IOException {
    for (int program : plan.programs()) {
      requireInstrument(program);
    }
    checkFolder(folder, overwrite);
    Path audio = folder.resolve(NsynthJson.AUDIO);
    Outputs.createDirectory(audio);
    // An overwriting that is cut short must not look like a whole folder.
    Files.deleteIfExists(folder.resolve(NsynthJson.FILE));

    float gain = (float) Levels.amplitude(plan.gainDb());
    List<Note> notes = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    List<RenderReport.Scaled> scaled = new ArrayList<>();
    int done = 0;
    for (int number : plan.programs()) {
      GeneralMidi.Program program = GeneralMidi.program(number);
      stream.load(requireInstrument(number));
      for (int pitch : plan.pitches()) {
        for (int velocity : plan.velocities()) {
          String name = program.noteName(pitch, velocity);
          AudioClip clip = play(pitch, velocity, plan.seconds(), plan.holdSeconds());
          if (Levels.dbfs(Levels.rms(clip.samples())) + RenderPlan.DEFAULT_GAIN_DB < SILENT_DB) {
            silent.add(name);
          } else {
            double changeDb = scale(clip.samples(), gain);
            if (changeDb < 0) {
              scaled.add(new RenderReport.Scaled(name, changeDb));
            }
            Path wav = audio.resolve(name + ".wav");
            WavFile.write(wav, clip, WavFile.Encoding.PCM16, true);
            Labels labels = Labels.of(program.family(), program.source(), number, pitch, velocity);
            notes.add(
                new Note(name, OptionalLong.of(notes.size()), new WavAudio(wav, folder), labels));
          }
          listener.rendered(++done, plan.noteCount(), name);
        }
      }
    }
    if (notes.isEmpty()) {
      throw new BadDataException(
          font.name() + ": all " + silent.size() + " notes are silent, so nothing was written.");
    }
    NsynthJson.write(folder.resolve(NsynthJson.FILE), notes, true);
    return new RenderReport(font.name(), notes.stream().map(Note::name).toList(), silent, scaled);
  }

  /**
   * Plays one note, at the synthesizer's own level.
   *
   * @return mono at {@link AudioClip#NETWORK_RATE_HZ}, {@code seconds} long
   * @throws BadDataException if the soundfont lacks {@code program}
   */
  public AudioClip render(int program, int pitch, int velocity, double seconds, double holdSeconds)
      throws IOException {
    stream.load(requireInstrument(program));
    return play(pitch, velocity, seconds, holdSeconds);
  }

  private AudioClip play(int pitch, int velocity, double seconds, double holdSeconds)
      throws IOException {
    int samples = (int) Math.round(seconds * AudioClip.NETWORK_RATE_HZ);
    int oversampling = GervillStream.RATE_HZ / AudioClip.NETWORK_RATE_HZ;
    int holdSamples = (int) Math.round(holdSeconds * GervillStream.RATE_HZ);
    float[] played = stream.play(pitch, velocity, samples * oversampling, holdSamples);
    return Resampler.resample(
        new AudioClip(played, GervillStream.RATE_HZ), AudioClip.NETWORK_RATE_HZ);
  }

  private Instrument requireInstrument(int program) throws BadDataException {
    return font.instrument(program)
        .orElseThrow(
            () ->
                new BadDataException(
                    font.name()
                        + ": has no program "
                        + program
                        + " ("
                        + GeneralMidi.program(program).title()
                        + "); it has "
                        + font.instruments().keySet()
                        + "."));
  }

  /** Multiplies in place by {@code gain}, or less where that would clip; returns the less in dB. */
  private static double scale(float[] samples, float gain) {
    float peak = (float) Levels.peak(samples);
    float applied = peak * gain > PEAK_MAX ? PEAK_MAX / peak : gain;
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= applied;
    }
    return Levels.dbfs(applied / gain);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
