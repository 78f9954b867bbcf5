package dev.synth.midi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.source.FileAudio;
import dev.synth.dataset.source.NsynthFolder;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.dsp.Levels;
import dev.synth.io.BadDataException;
import dev.synth.io.JobLoop;
import dev.synth.io.Journal;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One rendering of a soundfont's notes into a folder. */
final class Rendering {
  /** Whole-note RMS under which a note at {@link RenderPlan#DEFAULT_GAIN_DB} counts as silent. */
  static final double SILENT_DB = -60;

  /** What was rendered, beside {@code examples.json}. */
  static final String FILE = "rendering.json";

  /** A line of the journal: a note, its change in decibels, and its qualities. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>[^\t]+)\t(?<change>NaN|-?\\d+(\\.\\d+)?(E-?\\d+)?)\t(?<qualities>[^\t]*)");

  private static final float PEAK_MAX = 0.999f;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SoundfontRenderer renderer;
  private final RenderPlan plan;
  private final Path folder;
  private final String version;
  private final SoundfontRenderer.Listener listener;
  private final List<Note> notes = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<RenderReport.Scaled> scaled = new ArrayList<>();
  private int takenOver;
  private int done;

  Rendering(
      SoundfontRenderer renderer,
      RenderPlan plan,
      Path folder,
      String version,
      SoundfontRenderer.Listener listener) {
    this.renderer = renderer;
    this.plan = plan;
    this.folder = folder;
    this.version = version;
    this.listener = listener;
  }

  /** Where an unfinished rendering keeps what it has done. */
  static Path journal(Path folder) {
    return folder.resolve(".rendering");
  }

  /**
   * What became of one note.
   *
   * @param changeDb by how much it was turned down so as not to clip, 0 or less; NaN if it was
   *     silent and so left out
   * @param qualities those measured
   */
  private record Outcome(double changeDb, List<String> qualities) {
    static final Outcome SILENT = new Outcome(Double.NaN, List.of());

    boolean isSilent() {
      return Double.isNaN(changeDb);
    }

    String line(String name) {
      return name + "\t" + changeDb + "\t" + String.join(",", qualities);
    }

    /** Puts what {@code line} says into {@code outcomes}, unless it is damaged. */
    static void parse(String line, Map<String, Outcome> outcomes) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String qualities = matcher.group("qualities");
        outcomes.put(
            matcher.group("name"),
            new Outcome(
                Double.parseDouble(matcher.group("change")),
                qualities.isEmpty() ? List.of() : List.of(qualities.split(","))));
      }
    }
  }

  RenderReport run(boolean overwrite) throws IOException {
    Path audio = folder.resolve(NsynthJson.AUDIO);
    Outputs.createDirectory(audio);
    ObjectNode what = what();
    try (Journal journal =
        Journal.begin(journal(folder), work(what), folder, NsynthFolder.taken(folder), overwrite)) {
      return run(journal, what, audio);
    }
  }

  private static String work(ObjectNode what) {
    return Sha256.of(what.toString());
  }

  /** How many notes {@link #run} would take over; makes nothing. */
  int countDone(boolean overwrite) throws IOException {
    Path taken = NsynthFolder.taken(folder);
    Map<String, Outcome> before =
        outcomes(Journal.look(journal(folder), work(what()), folder, taken, overwrite));
    return (int)
        parts(folder.resolve(NsynthJson.AUDIO)).stream()
            .filter(part -> part.isThere(before))
            .count();
  }

  /** Plays and measures the note at {@code index} of all; makes nothing. */
  void rehearse(int index) throws IOException {
    Part part = parts(folder.resolve(NsynthJson.AUDIO)).get(index);
    outcome(part, play(part));
  }

  private static Map<String, Outcome> outcomes(List<String> lines) {
    Map<String, Outcome> outcomes = new HashMap<>();
    lines.forEach(line -> Outcome.parse(line, outcomes));
    return outcomes;
  }

  private RenderReport run(Journal journal, ObjectNode what, Path audio) throws IOException {
    Map<String, Outcome> before = outcomes(journal.done());
    // An overwriting that is cut short must not look like a whole folder.
    Outputs.delete(folder.resolve(NsynthJson.FILE));
    JobLoop<Part> loop =
        new JobLoop<>(
            parts(audio),
            part -> part.isThere(before) ? WorkFolder.State.DONE : WorkFolder.State.TO_DO,
            new JobLoop.Listener<>() {
              @Override
              public void done(Part part) {
                takenOver++;
                account(part, before.get(part.name()));
              }

              @Override
              public void failed(Part part, Exception failure) {
                JobLoop.stop(failure); // neither soundfont nor output will be better for the next
              }
            });
    loop.run(
        part -> {
          Outcome outcome = render(part);
          journal.add(outcome.line(part.name()));
          account(part, outcome);
        });
    finish(what);
    journal.finish();
    return new RenderReport(
        renderer.soundfont(), notes.stream().map(Note::name).toList(), silent, scaled, takenOver);
  }

  /** A note that is to be rendered. */
  private record Part(RenderedInstrument instrument, int pitch, int velocity, Path wav) {
    String name() {
      return instrument.noteName(pitch, velocity);
    }

    boolean isThere(Map<String, Outcome> before) {
      Outcome outcome = before.get(name());
      return outcome != null && outcome.isSilent() != Files.exists(wav);
    }
  }

  private List<Part> parts(Path audio) {
    List<Part> parts = new ArrayList<>();
    for (int number : plan.programs()) {
      RenderedInstrument instrument =
          new RenderedInstrument(plan.bank(), number, plan.instrumentOffset());
      for (int pitch : plan.pitches()) {
        for (int velocity : plan.velocities()) {
          Path wav = audio.resolve(instrument.noteName(pitch, velocity) + ".wav");
          parts.add(new Part(instrument, pitch, velocity, wav));
        }
      }
    }
    return parts;
  }

  private void account(Part part, Outcome outcome) {
    keep(part, outcome);
    listener.rendered(++done, plan.noteCount(), part.name());
  }

  private void keep(Part part, Outcome outcome) {
    String name = part.name();
    if (outcome.isSilent()) {
      silent.add(name);
      return;
    }
    if (outcome.changeDb() < 0) {
      scaled.add(new RenderReport.Scaled(name, outcome.changeDb()));
    }
    Labels labels =
        part.instrument().labels(part.pitch(), part.velocity()).withQualities(outcome.qualities());
    FileAudio audio = new FileAudio(part.wav(), folder, plan.rateHz());
    notes.add(new Note(name, OptionalLong.of(notes.size()), audio, labels));
  }

  private Outcome render(Part part) throws IOException {
    AudioClip clip = play(part);
    Outcome outcome = outcome(part, clip);
    if (outcome.isSilent()) {
      Outputs.delete(part.wav());
    } else {
      WavFile.write(part.wav(), clip, WavFile.Encoding.PCM16, true);
    }
    return outcome;
  }

  private AudioClip play(Part part) throws IOException {
    return renderer.render(
        plan.bank(),
        part.instrument().program(),
        part.pitch(),
        part.velocity(),
        plan.seconds(),
        plan.holdSeconds(),
        plan.rateHz());
  }

  /** Brings a note that is not silent to its level, and measures it. */
  private Outcome outcome(Part part, AudioClip clip) {
    if (Levels.dbfs(Levels.rms(clip.samples())) + RenderPlan.DEFAULT_GAIN_DB < SILENT_DB) {
      return Outcome.SILENT;
    }
    double changeDb = scale(clip.samples(), (float) Levels.amplitude(plan.gainDb()));
    AudioClip measured = Resampler.resample(clip, NsynthFormat.SAMPLE_RATE_HZ);
    return new Outcome(changeDb, MeasuredQualities.of(measured, plan.holdSeconds(), part.pitch()));
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

  /** What decides over every sample. */
  private ObjectNode what() throws IOException {
    ObjectNode what = JSON.createObjectNode();
    what.put("synth", version);
    what.put("soundfont", Path.of(renderer.soundfont()).getFileName().toString());
    what.put("soundfontSha256", renderer.sha256());
    what.put("bank", plan.bank());
    put(what, "programs", plan.programs());
    put(what, "pitches", plan.pitches());
    put(what, "velocities", plan.velocities());
    what.put("seconds", plan.seconds()).put("holdSeconds", plan.holdSeconds());
    what.put("gainDb", plan.gainDb()).put("sampleRateHz", plan.rateHz());
    return what.put("instrumentOffset", plan.instrumentOffset());
  }

  private static void put(ObjectNode node, String name, List<Integer> numbers) {
    ArrayNode array = node.putArray(name);
    numbers.forEach(array::add);
  }

  private void finish(ObjectNode what) throws IOException {
    if (notes.isEmpty()) {
      throw new BadDataException(
          renderer.soundfont()
              + ": nothing was written, as all that was rendered is silent ("
              + Counted.of(silent.size(), "note")
              + ").");
    }
    what.put("notes", notes.size());
    ArrayNode leftOut = what.putArray("silent");
    silent.forEach(leftOut::add);
    ObjectNode turnedDown = what.putObject("turnedDownDb");
    scaled.forEach(note -> turnedDown.put(note.name(), note.changeDb()));
    Outputs.write(
        folder.resolve(FILE),
        true,
        file -> JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), what));
    NsynthJson.write(folder.resolve(NsynthJson.FILE), notes, true);
  }
}
