package dev.synth.eval.report;

import dev.synth.audio.AudioClip;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.NamedModel;
import dev.synth.io.text.Printable;
import dev.synth.plot.ListeningPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The report's sounds to listen to, by file name: of each example the original and each model's.
 */
final class ExampleSounds {
  /** The page to listen to them. */
  static final String PAGE = "listen.html";

  private ExampleSounds() {}

  /** All names that there can be, those of the examples that are lacking included. */
  static List<String> names(List<NamedModel> models) {
    return IntStream.range(0, Examples.NOTES_MAX)
        .boxed()
        .flatMap(example -> row(example, models).stream())
        .toList();
  }

  /** The files of one example, the original's first. */
  static List<String> row(int example, List<NamedModel> models) {
    List<String> names = new ArrayList<>(List.of(name(example, "original")));
    for (int m = 0; m < models.size(); m++) {
      names.add(name(example, models.size() == 1 ? "model" : "model" + (m + 1)));
    }
    return names;
  }

  private static String name(int example, String what) {
    return "example" + (example + 1) + "-" + what + ".wav";
  }

  static Map<String, AudioClip> of(EvaluationResult result) {
    Map<String, AudioClip> sounds = new LinkedHashMap<>();
    List<Examples.Example> examples = result.examples().notes();
    for (int i = 0; i < examples.size(); i++) {
      List<String> names = row(i, result.models());
      List<AudioClip> clips =
          Stream.concat(Stream.of(examples.get(i).original()), examples.get(i).models().stream())
              .toList();
      double seconds = examples.get(i).original().seconds();
      for (int j = 0; j < names.size(); j++) {
        // Without the rest of the last frame, which the original has not.
        sounds.put(names.get(j), clips.get(j).first(seconds));
      }
    }
    return sounds;
  }

  /** A page of the sounds, a row for each note: the original, and what each model plays of it. */
  static String page(EvaluationResult result) throws IOException {
    ListeningPage page =
        new ListeningPage(
            "Originals and reconstructions",
            "<p>Each row is a note: the recording, then what each model makes of it by encoding and"
                + " decoding.</p>\n");
    Map<String, AudioClip> sounds = of(result);
    List<Examples.Example> examples = result.examples().notes();
    for (int i = 0; i < examples.size(); i++) {
      page.section(Printable.name(examples.get(i).note().name()));
      List<String> names = row(i, result.models());
      for (int j = 0; j < names.size(); j++) {
        String caption = j == 0 ? "original" : result.models().get(j - 1).name();
        page.add(caption, sounds.get(names.get(j)), names.get(j));
      }
    }
    return page.html();
  }
}
