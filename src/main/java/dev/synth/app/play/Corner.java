package dev.synth.app.play;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What can lie on a corner of the pad: one sound, or an instrument of several, of which the one at
 * the nearest pitch is played.
 */
public final class Corner {
  private final String name;
  private final List<HeldSound> sounds;

  Corner(String name, List<HeldSound> sounds) {
    this.name = name;
    this.sounds = List.copyOf(sounds);
  }

  /** What the page calls it. */
  public String name() {
    return name;
  }

  /** As the page reads it. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
    var list = node.putArray("sounds");
    sounds.forEach(sound -> sound.writeTo(list.addObject()));
    return node;
  }
}
