package dev.synth.render.grid;

import dev.synth.audio.SampleLoop;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Decent Sampler's presets of a grid: XML that tells which WAV file sounds for which key and
 * velocity.
 *
 * <p>In that of the whole grid a point is a group. All groups sound at once, and two knobs, 0 to 1,
 * set how loud: the first the groups' volumes, by their columns, the second the volumes of tags
 * that are the rows, so that the two multiply. A column's volume is 1 where the knob is at its
 * place and falls to 0 at its neighbours', along straight lines: notes of one pitch begin in phase,
 * so that volumes that sum to 1 keep the level. The controllers that choose points in SFZ turn the
 * knobs.
 *
 * <p>Source: Decent Samples, "DecentSampler Developers Guide", the elements groups, ui, tags, midi
 * and binding.
 */
final class DsPresetText {
  private static final int KNOB_WIDTH = 300;
  private static final int KNOB_HEIGHT = 120;
  private static final int WIDTH = 812;
  private static final int HEIGHT = 375;
  private static final int DECIMALS = 6;

  private final GridPlan plan;
  private final SamplerFormat.Loops loops;
  private final XMLStreamWriter xml;
  private int depth;

  private DsPresetText(GridPlan plan, SamplerFormat.Loops loops, XMLStreamWriter xml) {
    this.plan = plan;
    this.loops = loops;
    this.xml = xml;
  }

  private interface Body {
    void write() throws XMLStreamException;
  }

  /** A preset of one point of the grid. */
  static String point(GridPlan plan, int column, int row, SamplerFormat.Loops loops) {
    return text(plan, loops, preset -> preset.groups(() -> preset.group(column, row, false)));
  }

  /** A preset of the whole grid. */
  static String grid(GridPlan plan, SamplerFormat.Loops loops) {
    return text(plan, loops, DsPresetText::whole);
  }

  private interface Content {
    void write(DsPresetText preset) throws XMLStreamException;
  }

  private static String text(GridPlan plan, SamplerFormat.Loops loops, Content content) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      DsPresetText preset = new DsPresetText(plan, loops, xml);
      xml.writeStartDocument("UTF-8", "1.0");
      preset.element("DecentSampler", List.of(), () -> content.write(preset));
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new AssertionError(e); // memory takes all that is written
    }
    return text.toString();
  }

  private void whole() throws XMLStreamException {
    boolean square = plan.rows() > 1;
    List<Object> size = List.of("width", WIDTH, "height", HEIGHT, "bgColor", "FFFFFFFF");
    element(
        "ui",
        size,
        () ->
            element(
                "tab",
                List.of("name", "main"),
                () -> {
                  knob(0, plan.across(), this::columns);
                  if (square) {
                    knob(1, plan.down(), this::rows);
                  }
                }));
    groups(
        () -> {
          for (int row = 0; row < plan.rows(); row++) {
            for (int column = 0; column < plan.size(); column++) {
              group(column, row, true);
            }
          }
        });
    if (square) {
      element("tags", List.of(), this::tags);
    }
    element(
        "midi",
        List.of(),
        () -> {
          controller(SfzText.CC_X, 0);
          if (square) {
            controller(SfzText.CC_Y, 1);
          }
        });
  }

  private void knob(int position, String label, Body bindings) throws XMLStreamException {
    int left = WIDTH / 2 - KNOB_WIDTH + position * KNOB_WIDTH;
    int top = (HEIGHT - KNOB_HEIGHT) / 2;
    List<Object> place =
        List.of("x", left, "y", top, "width", KNOB_WIDTH, "height", KNOB_HEIGHT, "label", label);
    element(
        "labeled-knob",
        joined(
            place,
            List.of("parameterName", label, "textColor", "FF000000", "type", "float"),
            List.of("minValue", 0, "maxValue", 1, "value", 0)),
        bindings);
  }

  private void columns() throws XMLStreamException {
    for (int group = 0; group < plan.rows() * plan.size(); group++) {
      List<Object> target =
          List.of("type", "amp", "level", "group", "position", group, "parameter", "AMP_VOLUME");
      element("binding", joined(target, table(group % plan.size(), plan.size())), null);
    }
  }

  private void rows() throws XMLStreamException {
    for (int row = 0; row < plan.rows(); row++) {
      List<Object> target =
          List.of("type", "amp", "level", "tag", "identifier", tag(row), "parameter", "TAG_VOLUME");
      element("binding", joined(target, table(row, plan.rows())), null);
    }
  }

  private void tags() throws XMLStreamException {
    for (int row = 0; row < plan.rows(); row++) {
      element("tag", List.of("name", tag(row), "volume", row == 0 ? "1.0" : "0.0"), null);
    }
  }

  private static String tag(int row) {
    return "row" + row;
  }

  /** 1 at place {@code index} of {@code count} between 0 and 1, and 0 at its neighbours and on. */
  private static List<Object> table(int index, int count) {
    StringJoiner pairs = new StringJoiner(";");
    if (index > 1) {
      pairs.add("0,0");
    }
    for (int i = Math.max(0, index - 1); i <= Math.min(count - 1, index + 1); i++) {
      BigDecimal place = BigDecimal.valueOf((double) i / (count - 1));
      String number =
          place.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
      pairs.add(number + (i == index ? ",1" : ",0"));
    }
    if (index < count - 2) {
      pairs.add("1,0");
    }
    return List.of("translation", "table", "translationTable", pairs.toString());
  }

  private void controller(int number, int knob) throws XMLStreamException {
    List<Object> target =
        List.of("type", "control", "level", "ui", "position", knob, "parameter", "VALUE");
    List<Object> range =
        List.of("translation", "linear", "translationOutputMin", 0, "translationOutputMax", 1);
    element("cc", List.of("number", number), () -> element("binding", joined(target, range), null));
  }

  private void groups(Body body) throws XMLStreamException {
    element("groups", List.of("release", SamplerFormat.RELEASE_SECONDS), body);
  }

  private void group(int column, int row, boolean turned) throws XMLStreamException {
    List<Object> volume = List.of("volume", column == 0 ? "1.0" : "0.0");
    List<Object> tags = plan.rows() > 1 ? List.of("tags", tag(row)) : List.of();
    element(
        "group",
        joined(List.of("name", plan.point(column, row)), turned ? joined(volume, tags) : List.of()),
        () -> {
          for (KeyZone zone : KeyZone.of(plan, column, row)) {
            sample(zone);
          }
        });
  }

  private void sample(KeyZone zone) throws XMLStreamException {
    Optional<SampleLoop> loop = loops.of(zone.cell());
    List<Object> places =
        loop.isPresent()
            ? List.of("loopStart", loop.get().from(), "loopEnd", loop.get().last())
            : List.of();
    element(
        "sample",
        joined(
            List.of("path", zone.cell().file(), "rootNote", zone.cell().pitch()),
            List.of("loNote", zone.loKey(), "hiNote", zone.hiKey()),
            List.of("loVel", zone.loVelocity(), "hiVel", zone.hiVelocity()),
            joined(List.of("loopEnabled", loop.isPresent()), places)),
        null);
  }

  @SafeVarargs
  private static List<Object> joined(List<Object>... lists) {
    List<Object> all = new ArrayList<>();
    for (List<Object> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  /**
   * Writes an element on a line of its own.
   *
   * @param attributes names and values in turn
   * @param body what is in it, or null for nothing
   */
  private void element(String name, List<?> attributes, Body body) throws XMLStreamException {
    indent();
    if (body == null) {
      xml.writeEmptyElement(name);
    } else {
      xml.writeStartElement(name);
    }
    for (int i = 0; i < attributes.size(); i += 2) {
      xml.writeAttribute(attributes.get(i).toString(), attributes.get(i + 1).toString());
    }
    if (body != null) {
      depth++;
      body.write();
      depth--;
      indent();
      xml.writeEndElement();
    }
  }

  private void indent() throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
