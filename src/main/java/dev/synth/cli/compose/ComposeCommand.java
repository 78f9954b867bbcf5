package dev.synth.cli.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LoadedModel;
import dev.synth.app.compose.ComposePiece;
import dev.synth.app.compose.TuneFiles;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.provenance.MarkOptions;
import dev.synth.compose.accompany.Voices;
import dev.synth.compose.plan.Mood;
import dev.synth.compose.plan.Plan;
import dev.synth.compose.plan.PlanFile;
import dev.synth.compose.plan.Planner;
import dev.synth.compose.style.ShippedStyles;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.StyleFile;
import dev.synth.compose.style.Tune;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.FileSystemFullException;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth compose}. */
@Command(
    name = "compose",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Write a piece in a style, and play it.",
    description = {
      "",
      "Plans form, chords, rhythms and a melody in the style, and writes plan.json with every"
          + " choice, the score as MIDI and ABC, a piano roll, and the sound, played with learned"
          + " notes: 48 kHz stereo at -14 LUFS. No more than a few notes in a row are as in a tune"
          + " that the style was learned from; plan.json says how near it came.",
      "",
      "plan.json comes back in: synth compose plan.json writes the same piece; with --keep 1-8 all"
          + " but bars 1 to 8 is made anew, and so is every bar whose melody was taken out of it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth compose -o piece --style folk --mood calm --minutes 1.5",
      "  synth compose -o waltz --style waltz --key \"G minor\" --form AABA \\",
      "      --instrument \"melody=flute>cello\" --range A3..E5",
      "  synth compose --melody tune.abc --mood happy -o arranged",
      "  synth compose waltz/plan.json --keep 1-8 --seed 7 -o other",
      ""
    })
public final class ComposeCommand implements Callable<Integer> {
  private static final int LETTERS = 16;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN",
      description = "A plan.json to play, or to make some of anew.")
  private Path planFile;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the piece.")
  private Path output;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description =
          "A style that comes with synth: folk, waltz, jig, march, carol, nursery; or a file that"
              + " synth style train wrote (default: folk).")
  private String styleName;

  @Mixin private PieceOptions piece;

  @Mixin private WishOptions wishes;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Of all random choices; without one, each piece is another, and it is printed.")
  private Long seed;

  @Option(
      names = "--melody",
      paramLabel = "FILE",
      description =
          "A MIDI or ABC file whose melody is taken, with its chords; where it has none, or --chord"
              + " or --avoid-chord is given, chords are found for it.")
  private Path melody;

  @Option(
      names = "--keep",
      paramLabel = "BARS",
      description = "Of a plan: bars that stay, such as 1-8,12; the others are made anew.")
  private String keep;

  @Option(
      names = "--instrument",
      paramLabel = "PART=SOUND",
      description =
          "What plays the melody, chords or bass: flute, piano, guitar, vibraphone, cello, trumpet,"
              + " clarinet, choir, a sound, an embedding, or two with > between for a morph along"
              + " the piece. May be given again (default: by the mood).")
  private Map<String, String> instruments;

  @Mixin private PartOptions parts;

  @Option(names = "--stems", description = "Write each part's sound, too.")
  private boolean stems;

  @Option(names = "--score-only", description = "Write no sound.")
  private boolean scoreOnly;

  @Mixin private MarkOptions marks;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing piece.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    checkParts();
    PlanFile.Saved saved = planFile == null ? null : saved();
    if (saved == null && keep != null) {
      throw usage("--keep wants the plan of a piece: synth compose plan.json --keep " + keep);
    }
    if (saved != null && (piece.isGiven() || wishes.isGiven())) {
      throw usage("A plan has its own mood, key, length and wishes; change them in the file");
    }
    checkMelody();
    ComposePiece.checkOutput(output, !scoreOnly, force); // before minutes of planning
    Style style = style(saved);
    Planner planner = new Planner(style);
    Plan plan = saved == null ? newPlan(planner) : plan(saved, planner);
    if (!verbosity.quiet()) {
      if (saved != null && !saved.plan().styleSha256().equals(planner.styleSha256())) {
        remark(planFile + ": " + otherStyle(saved.plan()));
      }
      plan.remarks().forEach(this::remark);
      if (saved != null) {
        Voices.unused(plan, Voices.read(saved.root())).forEach(this::remark);
      }
    }
    ComposePiece compose =
        new ComposePiece(
            new ComposePiece.Settings(
                plan,
                style,
                parts.choice(),
                instruments == null ? Map.of() : instruments,
                saved == null ? null : saved.root(),
                output,
                !scoreOnly,
                stems,
                marks.marking(),
                force));
    try {
      print(plan, run(compose));
    } catch (FileSystemFullException e) {
      boolean another = seed == null && (saved == null || keep != null);
      throw another ? e.with("With --seed " + plan.frame().seed() + " it is this piece again.") : e;
    }
    return ExitCodes.OK;
  }

  private ComposePiece.Result run(ComposePiece compose) throws IOException {
    if (scoreOnly) {
      return compose.run(null, threads.count(), (part, done, total) -> {});
    }
    PrintWriter err = spec.commandLine().getErr();
    try (LoadedModel model = modelOption.open(threads);
        Progress bar = new Progress(err, "playing", verbosity.quiet())) {
      return compose.run(
          model,
          threads.count(),
          (part, done, total) -> bar.update(done, total, part + ", different notes"));
    }
  }

  private PlanFile.Saved saved() throws IOException {
    PlanFile.Saved saved = PlanFile.read(planFile);
    try {
      Voices.read(saved.root());
    } catch (IllegalArgumentException e) {
      throw new BadDataException(planFile + ": " + e.getMessage() + ".", e);
    }
    return saved;
  }

  private void remark(String sentence) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.asSentence(sentence));
    }
  }

  private void checkParts() {
    if (instruments != null) {
      for (String part : instruments.keySet()) {
        if (!Set.of("melody", "chords", "bass").contains(part)) {
          throw usage("--instrument: there is no part '" + part + "', but melody, chords and bass");
        }
      }
    }
  }

  private Style style(PlanFile.Saved saved) throws IOException {
    String name = styleName;
    if (name == null) {
      name = saved == null ? ShippedStyles.DEFAULT : saved.plan().style();
      if (!ShippedStyles.names().contains(name)) {
        throw new BadDataException(
            planFile
                + ": is in the style '"
                + name
                + "', which is none of synth's own; name its"
                + " file with the setting 'style'.");
      }
    }
    boolean file = Files.exists(Path.of(name)) || name.endsWith(StyleFile.ENDING);
    if (!ShippedStyles.names().contains(name) && !file) {
      throw new BadSettingException(
          "The setting 'style': '"
              + name
              + "' is neither a file nor one of "
              + String.join(", ", ShippedStyles.names()));
    }
    return ShippedStyles.names().contains(name)
        ? ShippedStyles.of(name)
        : StyleFile.read(Path.of(name));
  }

  /** How the style with which a plan is read again differs from the one that it was made in. */
  private String otherStyle(Plan plan) {
    String now = styleName == null ? plan.style() : styleName;
    for (String name : ShippedStyles.names()) {
      boolean made = new Planner(ShippedStyles.of(name)).styleSha256().equals(plan.styleSha256());
      if (made) {
        return "was made in the style " + name + ", which is another than " + now + ".";
      }
    }
    return "was made in another style, or in another version of " + now + ".";
  }

  private void checkMelody() {
    if (melody != null && planFile != null) {
      throw usage("A plan and --melody are two melodies; give one of them");
    }
    if (melody != null && (!wishes.areOfChords() || !wishes.areOfChords() || !piece.isOfMelody())) {
      throw usage(
          "--melody brings its own notes, key, meter and form; with it go --mood, --tempo, --chord"
              + " and --avoid-chord");
    }
  }

  private Plan newPlan(Planner planner) throws IOException {
    if (melody != null) {
      Tune tune = TuneFiles.first(melody, this::remark);
      Mood mood = piece.moodOr(Mood.CALM);
      if (tune.chordsGiven() && !wishes.isGiven()) {
        remark(melody + ": has chords of its own, which are kept; --chord wants others found.");
        return planner.withOwnChords(tune, seed(), mood, piece.tempo());
      }
      if (tune.chordsGiven()) {
        remark(
            melody
                + ": has chords of its own, which are not used:"
                + " others are found, with those that --chord and --avoid-chord want.");
      }
      return planner.harmonize(tune, seed(), mood, piece.tempo(), wishes.wishes());
    }
    return planner.plan(piece.request(seed(), wishes.wishes()));
  }

  /** A number that is easily typed again. */
  private long seed() {
    return seed != null ? seed : new java.security.SecureRandom().nextInt(1_000_000_000);
  }

  private Plan plan(PlanFile.Saved saved, Planner planner) {
    int bars = saved.plan().bars();
    if (keep != null) {
      Set<Integer> kept = BarList.parse(keep, bars);
      Voices.forget(saved.root(), kept);
      return planner.renew(saved.plan(), kept, seed());
    }
    if (saved.open().isEmpty()) {
      if (seed != null) {
        throw usage("--seed changes nothing in a full plan; say with --keep what is to stay");
      }
      return saved.plan();
    }
    Set<Integer> kept =
        IntStream.range(0, bars)
            .filter(bar -> !saved.open().contains(bar))
            .boxed()
            .collect(Collectors.toSet());
    Voices.forget(saved.root(), kept);
    return planner.renew(saved.plan(), kept, seed != null ? seed : saved.plan().frame().seed());
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private static String letters(String form) {
    return form.length() <= LETTERS ? form : form.substring(0, LETTERS) + "...";
  }

  private void print(Plan plan, ComposePiece.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("seed", Long.toString(plan.frame().seed())).put("seconds", result.seconds());
      if (!scoreOnly) {
        node.put("lufs", result.lufs()).put("truePeakDb", result.truePeakDb());
      }
      var files = node.putArray("files");
      result.files().forEach(file -> files.add(file.toString()));
      node.set("copying", result.plan().path("copying"));
      plan.remarks().forEach(node.putArray("remarks")::add);
      out.println(node.toPrettyString());
      return;
    }
    result.files().forEach(out::println);
    if (!verbosity.quiet()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("key", plan.frame().key().label());
      facts.put("meter", plan.frame().meter());
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "%s, %s, form %s, %s, %s quarters a minute, %.1f s%s. %s: %s." + " Seed %d.%n",
              facts.get("key"),
              facts.get("meter"),
              letters(plan.form().letters()),
              Counted.of(plan.bars(), "bar"),
              String.format(Locale.ROOT, "%.1f", plan.frame().quartersPerMinute())
                  .replace(".0", ""),
              result.seconds(),
              scoreOnly
                  ? ""
                  : String.format(
                      Locale.ROOT, ", %.1f LUFS, %.1f dBTP", result.lufs(), result.truePeakDb()),
              plan.givenTitle() == null
                  ? "Longest run as in a tune"
                  : "The melody was given; its longest run as in a tune of the style",
              Counted.of(
                  result.plan().path("copying").path("longestRun").path("notes").asInt(), "note"),
              plan.frame().seed());
    }
  }
}
