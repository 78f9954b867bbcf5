package dev.synth.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LatentInputs;
import dev.synth.app.LoadedModel;
import dev.synth.app.Sampling;
import dev.synth.app.score.ScorePicture;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.compose.accompany.Accompaniment;
import dev.synth.compose.accompany.Voices;
import dev.synth.compose.arrange.Arrangement;
import dev.synth.compose.arrange.Performer;
import dev.synth.compose.arrange.PlayedNote;
import dev.synth.compose.arrange.PlayedPart;
import dev.synth.compose.mix.DrumTrack;
import dev.synth.compose.mix.StereoSound;
import dev.synth.compose.plan.Mood;
import dev.synth.compose.plan.Plan;
import dev.synth.compose.plan.PlanFile;
import dev.synth.compose.style.Style;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import dev.synth.io.Outputs;
import dev.synth.model.Synthesizer;
import dev.synth.plot.Fonts;
import dev.synth.plot.Pictures;
import dev.synth.provenance.MadeBy;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.provenance.SourceType;
import dev.synth.provenance.c2pa.ManifestReader;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.abc.AbcWriter;
import dev.synth.score.midi.MidiWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a planned piece into a folder: the plan, the score as MIDI and ABC notation, a picture of
 * it, the sound, and a page to listen to it.
 */
public final class ComposePiece {
  /** The plan, in the folder. */
  public static final String PLAN = "plan.json";

  private static final String SOUND = "piece.wav";
  private static final String MIDI = "piece.mid";
  private static final String ABC = "piece.abc";
  private static final String PICTURE = "piano-roll.png";
  private static final String PAGE = "index.html";
  private static final String INSTRUMENTS = "instruments";
  private static final String ARRANGEMENT = "arrangement";
  private static final String PATTERNS = "patterns";
  private static final double ROOM_SECONDS = 1.3;

  /** Loudness beside the melody, place between left and right, what goes to the room. */
  private record Seat(double levelDb, double pan, double sendDb) {}

  private static final Map<String, Seat> SEATS =
      Map.of(
          Arrangement.MELODY, new Seat(0, 0.08, -13),
          Arrangement.CHORDS, new Seat(-6, -0.3, -12),
          Arrangement.BASS, new Seat(-5, 0, -24),
          Arrangement.DRUMS, new Seat(-7, 0, -18));

  private final Settings settings;
  private final Arrangement arrangement;
  private final Score score;
  private final String title;
  private final Map<String, String> instruments = new LinkedHashMap<>();

  /**
   * What is made.
   *
   * @param choice of the accompaniment; what it leaves open is as the plan file says, or chosen
   * @param instruments by the names of parts; a part that is not among them has what the plan file
   *     says, or the mood's
   * @param root what the plan's file had, for what is not of the plan; null for a new one
   * @param output the folder
   * @param stems whether each part is written, too
   * @param marking how the sound says that it was generated
   * @param force whether existing files may be overwritten
   */
  public record Settings(
      Plan plan,
      Style style,
      Accompaniment.Choice choice,
      Map<String, String> instruments,
      ObjectNode root,
      Path output,
      boolean sound,
      boolean stems,
      Marking marking,
      boolean force) {}

  /** Learns how far the sound is. */
  public interface Listener {
    /** So many of the different notes of a part were made. */
    void played(String part, long done, long total);
  }

  /**
   * What was made.
   *
   * @param files in the order in which they were written
   * @param plan all that the plan's file has
   * @param lufs loudness; not a number without sound
   * @param truePeakDb highest true peak, dBTP; not a number without sound
   */
  public record Result(
      List<Path> files, ObjectNode plan, double seconds, double lufs, double truePeakDb) {}

  /**
   * Prepares a piece.
   *
   * @throws dev.synth.io.CannotCreateException if a file is in the way
   * @throws dev.synth.io.WorkFailedException if it is too long to be played
   */
  public ComposePiece(Settings settings) throws IOException {
    this.settings = settings;
    Plan plan = settings.plan();
    title = title(plan);
    arrangement = Accompaniment.of(plan, title, choice());
    List<Part> parts = new ArrayList<>();
    for (Part part : arrangement.score().parts()) {
      if (part.drums()) {
        parts.add(part);
        continue;
      }
      String chosen = settings.instruments().get(part.name());
      String before =
          settings.root() == null
              ? ""
              : settings.root().path(INSTRUMENTS).path(part.name()).asText("");
      String usual = before.isEmpty() ? usual(part.name(), plan.frame().mood()) : before;
      instruments.put(part.name(), chosen != null ? chosen : usual);
      Instrument.check(instruments.get(part.name()));
      int program = Instrument.program(instruments.get(part.name()), part.program());
      parts.add(new Part(part.name(), program, part.notes()));
    }
    score = arrangement.score().withParts(parts);
    if (settings.sound()) {
      PlayScore.check(score.seconds());
    }
    checkOutput(settings.output(), settings.sound(), settings.force());
    for (Part part : settings.sound() && settings.stems() ? score.parts() : List.<Part>of()) {
      Outputs.check(settings.output().resolve(stem(part)), settings.force());
    }
  }

  private static String stem(Part part) {
    return "stem-" + part.name() + ".wav";
  }

  /**
   * Refuses a folder with a piece in it.
   *
   * @param sound whether sound is to be written, too
   * @throws dev.synth.io.CannotCreateException if a file is in the way
   */
  public static void checkOutput(Path folder, boolean sound, boolean force) throws IOException {
    List<String> names = new ArrayList<>(List.of(PLAN, MIDI, ABC, PICTURE));
    if (sound) {
      names.addAll(List.of(SOUND, PAGE));
    }
    for (String name : names) {
      Outputs.check(folder.resolve(name), force);
    }
  }

  /** What is wanted of the accompaniment, else what the plan's file says. */
  private Accompaniment.Choice choice() {
    Accompaniment.Choice wanted = settings.choice();
    if (settings.root() == null) {
      return wanted;
    }
    JsonNode before = settings.root().path(ARRANGEMENT);
    Map<String, String> patterns = new LinkedHashMap<>();
    before
        .path(PATTERNS)
        .properties()
        .forEach(entry -> patterns.put(entry.getKey(), entry.getValue().asText()));
    String drums = before.path(Arrangement.DRUMS).asText(null);
    return new Accompaniment.Choice(
        wanted.patterns().isEmpty() ? patterns : wanted.patterns(),
        wanted.drums() == null ? drums : wanted.drums(),
        Voices.read(settings.root()));
  }

  private static String title(Plan plan) {
    if (plan.givenTitle() != null && !plan.givenTitle().isBlank()) {
      return plan.givenTitle();
    }
    String mood = plan.frame().mood().label();
    return mood.substring(0, 1).toUpperCase(Locale.ROOT) + mood.substring(1) + " " + plan.style();
  }

  /** What a part is played with where nobody says. */
  static String usual(String part, Mood mood) {
    List<String> three =
        switch (mood) {
          case HAPPY -> List.of("clarinet", "guitar", "guitar");
          case CALM -> List.of("flute", "piano", "cello");
          case TENDER -> List.of("flute", "guitar", "cello");
          case SAD -> List.of("cello", "piano", "cello");
          case TENSE -> List.of("clarinet", "cello", "cello");
          case ANGRY -> List.of("trumpet", "piano", "piano");
          case SOLEMN -> List.of("trumpet", "choir", "cello");
          case MYSTERIOUS -> List.of("vibraphone", "choir", "cello");
          case PLAYFUL -> List.of("vibraphone", "guitar", "piano");
        };
    return switch (part) {
      case Arrangement.MELODY -> three.get(0);
      case Arrangement.CHORDS -> three.get(1);
      default -> three.get(2);
    };
  }

  /** The parts, with what plays each. */
  public Map<String, String> instruments() {
    return Map.copyOf(instruments);
  }

  /**
   * Writes all files, or none: where one cannot be written, those before it are deleted, but for
   * those that were overwritten.
   *
   * @param model that plays; null where there is no sound
   */
  public Result run(LoadedModel model, int threads, Listener listener) throws IOException {
    // Played first: a piece that is interrupted, or cannot be played, leaves nothing behind.
    Mixdown.Result mix = settings.sound() ? mix(model, threads, listener) : null;
    boolean newFolder = !Files.exists(settings.output());
    Outputs.createDirectory(settings.output());
    List<Path> files = new ArrayList<>();
    boolean whole = false;
    try {
      Result result = write(files, mix, model);
      whole = true;
      return result;
    } finally {
      if (!whole && !settings.force()) {
        takeBack(files, newFolder);
      }
    }
  }

  /** Deletes what was written of a piece that cannot be written whole: none of it was there. */
  private void takeBack(List<Path> files, boolean newFolder) {
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(ManifestReader.sidecar(file));
      }
      if (newFolder) {
        Files.deleteIfExists(settings.output());
      }
    } catch (IOException e) {
      // What could not be written has been told; what stays is whole, and refused with its name.
    }
  }

  private Result write(List<Path> files, Mixdown.Result mix, LoadedModel model) throws IOException {
    ObjectNode plan = PlanFile.json(settings.plan());
    Voices.put(plan, Voices.of(settings.plan(), arrangement));
    ObjectNode played = plan.putObject(INSTRUMENTS);
    instruments.forEach(played::put);
    ObjectNode arranged = plan.putObject(ARRANGEMENT);
    ObjectNode patterns = arranged.putObject(PATTERNS);
    arrangement.patterns().forEach(patterns::put);
    arranged.put(Arrangement.DRUMS, arrangement.drums());
    plan.set("copying", CopyReport.of(settings.plan(), settings.style()));
    write(files, PLAN, PlanFile.text(plan).getBytes(StandardCharsets.UTF_8));
    Marking marking =
        model == null
            ? settings.marking()
            : settings.marking().by(MadeBy.of(model.saved(), model.sha256(), model.file()));
    sign(marking, write(files, MIDI, MidiWriter.bytes(score)), "audio/midi");
    String abc = AbcWriter.text(settings.plan().leadSheet(title).toScore());
    sign(marking, write(files, ABC, abc.getBytes(StandardCharsets.UTF_8)), "text/vnd.abc");
    if (Fonts.problem().isEmpty()) {
      Path picture = settings.output().resolve(PICTURE);
      Pictures.write(picture, ScorePicture.of(score, title), settings.force());
      files.add(picture);
    }
    if (!settings.sound()) {
      return new Result(files, plan, score.seconds(), Double.NaN, Double.NaN);
    }
    writeSound(files, SOUND, mix.stereo(), marking);
    for (int i = 0; i < mix.stems().size(); i++) {
      writeSound(files, stem(score.parts().get(i)), mix.stems().get(i), marking);
    }
    String page = PiecePage.html(title, settings.plan(), instruments, abc);
    sign(marking, write(files, PAGE, page.getBytes(StandardCharsets.UTF_8)), "text/html");
    return new Result(files, plan, score.seconds(), mix.lufs(), mix.truePeakDb());
  }

  private Mixdown.Result mix(LoadedModel model, int threads, Listener listener) throws IOException {
    Sampling sampling =
        new Sampling(
            GenerationRequest.DEFAULT_TEMPERATURE,
            settings.plan().frame().performanceSeed(),
            Precision.FLOAT);
    Synthesizer synthesizer = model.saved().synthesizer(Precision.FLOAT);
    PlayScore player = new PlayScore(synthesizer, sampling, threads);
    int rateHz = synthesizer.format().sampleRateHz();
    List<PlayedPart> played = performed();
    double seconds =
        played.stream()
            .flatMap(part -> part.notes().stream())
            .mapToDouble(PlayedNote::endSeconds)
            .max()
            .orElse(0);
    List<Mixdown.Track> tracks = new ArrayList<>();
    try (LatentInputs inputs = new LatentInputs(model.saved(), threads)) {
      Map<String, Instrument> loaded = new LinkedHashMap<>();
      for (PlayedPart part : played) {
        Seat seat = SEATS.get(part.name());
        if (part.drums()) {
          StereoSound kit = DrumTrack.of(part.notes(), player.samples(seconds), rateHz);
          tracks.add(track(part.name(), kit.left(), kit.right(), seat));
          continue;
        }
        String description = instruments.get(part.name());
        Instrument instrument = loaded.get(description);
        if (instrument == null) {
          instrument = Instrument.of(description, inputs, synthesizer.format());
          loaded.put(description, instrument);
        }
        float[] samples =
            player.play(
                part,
                instrument,
                seconds,
                (done, total) -> listener.played(part.name(), done, total));
        tracks.add(track(part.name(), samples, samples, seat));
      }
    }
    return Mixdown.of(tracks, rateHz, ROOM_SECONDS, settings.stems());
  }

  private List<PlayedPart> performed() {
    Plan plan = settings.plan();
    double articulation = plan.frame().mood().articulation();
    return Performer.perform(
        score,
        new Performer.Manner(articulation, arrangement.swingRatio(), true, 1),
        plan.frame().performanceSeed());
  }

  private static Mixdown.Track track(String name, float[] left, float[] right, Seat seat) {
    return new Mixdown.Track(name, left, right, seat.levelDb(), seat.pan(), seat.sendDb());
  }

  private Path write(List<Path> files, String name, byte[] bytes) throws IOException {
    Path file = settings.output().resolve(name);
    Outputs.write(file, settings.force(), temporary -> Files.write(temporary, bytes));
    files.add(file);
    return file;
  }

  private void sign(Marking marking, Path file, String format) throws IOException {
    marking.beside(file, file, format, SourceType.TRAINED_MEDIA, new Origin(made(), List.of()));
  }

  private Map<String, String> made() {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "compose");
    made.put("style", settings.plan().style());
    made.put("seed", String.valueOf(settings.plan().frame().seed()));
    instruments.forEach(made::put);
    return made;
  }

  private void writeSound(List<Path> files, String name, AudioClip stereo, Marking marking)
      throws IOException {
    Path file = settings.output().resolve(name);
    Map<String, String> made = made();
    // Each channel has the whole mark, so that their sum has it, too.
    AudioClip left = marking.watermarked(Mixdown.channel(stereo, 0), made);
    AudioClip right = marking.watermarked(Mixdown.channel(stereo, 1), made);
    WavExtras extras = marking.extras(file, left, null, new Origin(made, List.of()));
    AudioClip marked = Mixdown.stereo(left.samples(), right.samples(), left.sampleRateHz());
    WavFile.writeStereo(file, marked, WavFile.Encoding.PCM16, extras, settings.force());
    files.add(file);
  }
}
