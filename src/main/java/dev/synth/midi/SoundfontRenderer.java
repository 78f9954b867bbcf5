package dev.synth.midi;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.source.NsynthFolder;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Renders the notes of a soundfont into a folder in NSynth's JSON/WAV form, with no audio device
 * and no randomness: the same soundfont file and plan make the same bytes, and a note is the same
 * whatever is rendered beside it.
 *
 * <p>Notes are played at 48 kHz and decimated where a lower rate is wanted, since the synthesizer
 * itself does not band-limit (rendering a high piano note at 16 kHz adds 2 dB of alias above 4
 * kHz).
 */
public final class SoundfontRenderer implements AutoCloseable {
  /** One block of a note takes a millisecond; no machine is so slow. */
  private static final double STALL_SECONDS = 60;

  private final Soundfont font;
  private final StallGuard guard = new StallGuard(STALL_SECONDS);
  private final GervillStream stream;
  private SoundfontPreset loaded;

  private SoundfontRenderer(Soundfont font) throws IOException {
    this.font = font;
    this.stream = new GervillStream(guard::progress);
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

  /** The SHA-256 of the soundfont's file, in hexadecimal; null for the built-in bank. */
  String sha256() throws IOException {
    return font.sha256();
  }

  /** All presets, by bank and program. */
  public List<SoundfontPreset> presets() {
    return font.presets().values().stream().map(Soundfont.Preset::description).toList();
  }

  /**
   * The presets of {@code bank}, by program; at least one.
   *
   * @throws BadDataException if there is none; the message says which banks have some
   */
  public List<SoundfontPreset> presets(int bank) throws BadDataException {
    font.requireBank(bank);
    return font.ofBank(bank);
  }

  /**
   * Fails when {@code folder} cannot take a rendering, before any work is spent.
   *
   * @throws CannotCreateException if it is a file, or holds notes already, other than those of an
   *     unfinished rendering, and {@code overwrite} is false
   */
  public static void checkFolder(Path folder, boolean overwrite) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CannotCreateException(folder + ": is a file; name a folder for the notes.");
    }
    if (!overwrite && !Files.exists(Rendering.journal(folder))) {
      Path taken = NsynthFolder.taken(folder);
      if (taken != null) {
        throw new CannotCreateException(taken + ": exists already; pass -f to overwrite it.");
      }
    }
  }

  /** Receives the progress of a rendering. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} notes are finished, the last one {@code name}. */
    void rendered(long done, long total, String name);

    /** Something in the soundfont was mended before it was played; a sentence. */
    default void mended(String sentence) {}
  }

  /**
   * Renders every note of {@code plan} into {@code folder}: {@code audio/<name>.wav}, 16-bit mono
   * at the plan's rate, then {@code rendering.json}, which says what this was, then {@code
   * examples.json}, which is written last and so marks a whole folder. Other files in the folder
   * are left alone. A rendering that was interrupted resumes where it stopped.
   *
   * @param version of synth; another may play other samples
   * @throws BadDataException if the soundfont lacks a program of the plan, or all notes are silent
   * @throws CannotCreateException as {@link #checkFolder}
   */
  public RenderReport render(
      RenderPlan plan, Path folder, String version, boolean overwrite, Listener listener)
      throws IOException {
    checkFolder(folder, overwrite);
    mended(plan).forEach(problem -> listener.mended(font.name() + ": " + problem + "."));
    return new Rendering(this, plan, folder, version, listener).run(overwrite);
  }

  private Set<String> mended(RenderPlan plan) throws BadDataException {
    Set<String> mended = new LinkedHashSet<>();
    for (int program : plan.programs()) {
      mended.addAll(font.require(plan.bank(), program).description().problems());
    }
    return mended;
  }

  /** A rendering that is not carried out: how much of it is done, and its notes without files. */
  public interface Rehearsal {
    /** How many notes an unfinished rendering has left that {@link #render} would take over. */
    int countDone() throws IOException;

    /** Plays and measures the note at {@code index} of the plan's. */
    void play(int index) throws IOException;
  }

  /** What {@link #render} would do; makes nothing, and fails as that does. */
  public Rehearsal rehearse(RenderPlan plan, Path folder, String version, boolean overwrite)
      throws IOException {
    checkFolder(folder, overwrite);
    mended(plan);
    Rendering rendering = new Rendering(this, plan, folder, version, (done, total, name) -> {});
    return new Rehearsal() {
      @Override
      public int countDone() throws IOException {
        return rendering.countDone(overwrite);
      }

      @Override
      public void play(int index) throws IOException {
        rendering.rehearse(index);
      }
    };
  }

  /**
   * Plays one note at {@link NsynthFormat#SAMPLE_RATE_HZ}; the rest is as below.
   *
   * @throws BadDataException if the soundfont lacks {@code program}, or it cannot be played
   */
  public AudioClip render(
      int bank, int program, int pitch, int velocity, double seconds, double holdSeconds)
      throws IOException {
    return render(
        bank, program, pitch, velocity, seconds, holdSeconds, NsynthFormat.SAMPLE_RATE_HZ);
  }

  /**
   * Plays one note, at the synthesizer's own level.
   *
   * @param bank {@link SoundfontPreset#DRUM_BANK} for drum kits
   * @param rateHz at most {@link RenderPlan#RATE_MAX_HZ}
   * @return mono at {@code rateHz}, {@code seconds} long
   * @throws BadDataException if the soundfont lacks {@code program}, or it cannot be played
   */
  AudioClip render(
      int bank,
      int program,
      int pitch,
      int velocity,
      double seconds,
      double holdSeconds,
      int rateHz)
      throws IOException {
    Soundfont.Preset preset = font.require(bank, program);
    String what = font.name() + ": program " + program + " '" + preset.description().name() + "'";
    try {
      return guard.run(what, () -> play(preset, pitch, velocity, seconds, holdSeconds, rateHz));
    } catch (RuntimeException | EOFException e) {
      // The JDK's synthesizer trusts what the file says about its samples.
      throw new BadDataException(what + " cannot be played; the soundfont is damaged.", e);
    }
  }

  private AudioClip play(
      Soundfont.Preset preset,
      int pitch,
      int velocity,
      double seconds,
      double holdSeconds,
      int rateHz)
      throws IOException {
    if (preset.description() != loaded) {
      loaded = null;
      stream.load(preset.instrument());
      loaded = preset.description();
    }
    AudioClip clip = play(pitch, velocity, seconds, holdSeconds, rateHz);
    for (float sample : clip.samples()) {
      if (!Float.isFinite(sample)) {
        throw new ArithmeticException("a sample is " + sample);
      }
    }
    return clip;
  }

  private AudioClip play(int pitch, int velocity, double seconds, double holdSeconds, int rateHz)
      throws IOException {
    int samples = (int) Math.round(seconds * rateHz);
    int playedSamples = (int) (((long) samples * GervillStream.RATE_HZ + rateHz - 1) / rateHz);
    int holdSamples = (int) Math.round(holdSeconds * GervillStream.RATE_HZ);
    float[] played = stream.play(pitch, velocity, playedSamples, holdSamples);
    AudioClip clip = Resampler.resample(new AudioClip(played, GervillStream.RATE_HZ), rateHz);
    return clip.samples().length == samples
        ? clip
        : new AudioClip(Arrays.copyOf(clip.samples(), samples), rateHz);
  }

  @Override
  public void close() throws IOException {
    guard.close();
    if (!guard.isStalled()) { // it would wait for the thread that never ends
      stream.close();
    }
  }
}
