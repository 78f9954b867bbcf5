package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.midi.GeneralMidi;
import dev.synth.midi.SoundfontPreset;
import dev.synth.midi.SoundfontRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A soundfont's presets, for people or as JSON. */
final class PresetTable {
  private static final String ROW = "%4s %7s  %-20s  %-10s  %s%n";

  private PresetTable() {}

  static void print(PrintWriter out, SoundfontRenderer renderer, boolean json) throws IOException {
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode root = mapper.createObjectNode().put("soundfont", renderer.soundfont());
      ArrayNode presets = root.putArray("presets");
      renderer.presets().forEach(preset -> describe(presets.addObject(), preset));
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
      return;
    }
    out.printf(Locale.ROOT, ROW, "bank", "program", "name", "family", "keys");
    for (SoundfontPreset preset : renderer.presets()) {
      out.printf(
          Locale.ROOT,
          ROW,
          preset.bank(),
          preset.program(),
          preset.name(),
          family(preset),
          keys(preset));
    }
  }

  private static void describe(ObjectNode node, SoundfontPreset preset) {
    node.put("bank", preset.bank()).put("program", preset.program()).put("name", preset.name());
    node.put("family", preset.isDrumKit() ? null : family(preset));
    preset.keys().forEach(node.putArray("keys")::add);
    preset.problems().forEach(node.putArray("problems")::add);
  }

  private static String family(SoundfontPreset preset) {
    return preset.isDrumKit() ? "drum kit" : GeneralMidi.program(preset.program()).family().label();
  }

  private static String keys(SoundfontPreset preset) {
    List<Integer> keys = preset.keys();
    if (keys.isEmpty()) {
      return "none that can be played";
    }
    int first = keys.get(0);
    int last = keys.get(keys.size() - 1);
    boolean whole = keys.size() == last - first + 1;
    return first + ".." + last + (whole ? "" : ", " + keys.size() + " of them");
  }
}
