package dev.synth.cli;

import dev.synth.app.LatentInputs;
import dev.synth.audio.AudioClip;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.cli.option.NumberList;
import dev.synth.cli.option.TimeLengthConverter;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.pitch.PitchOption;
import dev.synth.dataset.NsynthFormat;
import dev.synth.io.Outputs;
import dev.synth.latent.TimeLength;
import dev.synth.render.grid.PadFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth pad}. */
@Command(
    name = "pad",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Take sounds out of an Open NSynth Super's pads file.",
    description = {
      "",
      "A pads file has no header, so its sizes must be given, as they are in the device's"
          + " settings.json; the defaults are the device's. The cell X,Y counts from 0,0, top left."
          + " Without --cell and --pitch, all are taken.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth pad flute_piano_bass_strings.bin --cell 8,0 --pitch 60 -o sounds",
      "  synth pad small.bin --resolution 5 --pitches 48..72/8 -o sounds",
      ""
    })
public final class PadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "FILE.bin", description = "The pads file.")
  private Path file;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      defaultValue = "9",
      description = "Points per side (default: ${DEFAULT-VALUE}).")
  private int resolution;

  @Option(
      names = "--pitches",
      paramLabel = "LIST",
      defaultValue = "24..84/4",
      description = "MIDI pitches of every point, in the file's order (default: ${DEFAULT-VALUE}).")
  private String pitches;

  @Option(
      names = "--row",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      defaultValue = "60000samples",
      description = "Length of each sound, as 60000samples or 3.75s (default: ${DEFAULT-VALUE}).")
  private TimeLength row;

  @Option(
      names = "--cell",
      paramLabel = "X,Y",
      description = "Only the sounds of this point, from 0,0 at the top left.")
  private String cell;

  @Option(
      names = "--pitch",
      paramLabel = "NOTE",
      converter = PitchOption.Midi.class,
      description = "Only the sounds of this pitch, such as 60 or C4.")
  private Integer pitch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for the sounds (default: the current one).")
  private Path output;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite existing files.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  /** A sound in the file, and where it goes. */
  private record Sound(int x, int y, int pitchIndex, Path target) {}

  @Override
  public Integer call() throws IOException {
    List<Integer> known = midi();
    if (pitch != null && !known.contains(pitch)) {
      throw usage("--pitch: " + pitch + " is none of --pitches " + pitches);
    }
    int rowSamples;
    PadFile pad;
    try {
      rowSamples = row.samples(NsynthFormat.SAMPLE_RATE_HZ, NsynthFormat.HOP_SAMPLES);
      pad = new PadFile(resolution, known.size(), rowSamples);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
    List<Sound> sounds = sounds(known);
    for (Sound sound : sounds) {
      Outputs.check(sound.target(), force);
    }
    for (Sound sound : sounds) {
      float[] samples = pad.read(file, sound.x(), sound.y(), sound.pitchIndex());
      AudioClip clip = new AudioClip(samples, NsynthFormat.SAMPLE_RATE_HZ);
      int midi = known.get(sound.pitchIndex());
      SamplerInfo sampler = midi > 127 ? null : new SamplerInfo(midi);
      WavFile.write(sound.target(), clip, WavFile.Encoding.PCM16, 1, WavExtras.of(sampler), force);
      spec.commandLine().getOut().println(sound.target());
    }
    return ExitCodes.OK;
  }

  private List<Integer> midi() {
    try {
      return NumberList.parsePitches(pitches);
    } catch (IllegalArgumentException e) {
      throw usage("--pitches: " + e.getMessage());
    }
  }

  private List<Sound> sounds(List<Integer> known) {
    int onlyX = -1;
    int onlyY = -1;
    if (cell != null) {
      if (!cell.matches("\\d{1,4},\\d{1,4}")) {
        throw usage("--cell: '" + cell + "' is no X,Y, such as 0,8");
      }
      onlyX = Integer.parseInt(cell.substring(0, cell.indexOf(',')));
      onlyY = Integer.parseInt(cell.substring(cell.indexOf(',') + 1));
      if (onlyX >= resolution || onlyY >= resolution) {
        throw usage("--cell: " + cell + " is beyond " + (resolution - 1) + "," + (resolution - 1));
      }
    }
    String name = LatentInputs.stem(file);
    List<Sound> sounds = new ArrayList<>();
    for (int y = 0; y < resolution; y++) {
      for (int x = 0; x < resolution; x++) {
        for (int p = 0; p < known.size(); p++) {
          boolean here = cell == null || (x == onlyX && y == onlyY);
          if (here && (pitch == null || pitch.equals(known.get(p)))) {
            String note =
                String.format(Locale.ROOT, "%s_x%d_y%d-%03d.wav", name, x, y, known.get(p));
            sounds.add(new Sound(x, y, p, output.resolve(note)));
          }
        }
      }
    }
    return sounds;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
