package dev.synth.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedModel;
import dev.synth.app.play.PlayedSounds;
import java.io.IOException;
import java.util.List;

/**
 * What a page plays.
 *
 * @param version of synth, which recordings name
 * @param model its decoder
 * @param corners the four sounds to begin with: top left, top right, bottom left, bottom right
 * @param sounds the library, and what encodes further ones
 */
public record PlayedInstrument(
    String version, PlayedModel model, List<Corner> corners, PlayedSounds sounds) {
  /** Checks that there are four corners. */
  public PlayedInstrument {
    if (corners.size() != 4) {
      throw new IllegalArgumentException("a pad has four corners, not " + corners.size());
    }
  }

  /**
   * As the page reads it.
   *
   * @param standalone whether no server is there: the library's sounds are in it, too
   */
  ObjectNode json(boolean standalone) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    model.writeTo(node);
    node.put("canEncode", !standalone);
    // As generated files say it: docs/provenance.md.
    node.putObject("fields")
        .put("ISFT", "synth " + version)
        .put(
            "ICMT",
            "AI-generated sound: made by a trained model, not recorded. synth "
                + version
                + ", "
                + model.description()
                + ".");
    var four = node.putArray("corners");
    corners.forEach(corner -> four.add(corner.json()));
    var library = node.putArray("library");
    for (String name : sounds.library()) {
      library.add(
          standalone
              ? sounds.library(name).json()
              : JsonNodeFactory.instance.objectNode().put("name", name));
    }
    return node;
  }
}
