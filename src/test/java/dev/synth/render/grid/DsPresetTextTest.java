package dev.synth.render.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class DsPresetTextTest {
  private static Element parsed(String text) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<Element> all(Element root, String name) {
    NodeList nodes = root.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  @Test
  void aPresetOfOnePointIsThisText() throws IOException {
    GridPlan plan = SfzTextTest.plan(2, List.of(60, 64), List.of(100));
    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <DecentSampler>
          <groups release="0.3">
            <group name="g_x1_y0">
              <sample path="wav/g_x1_y0-060-100.wav" rootNote="60" loNote="0" hiNote="62" loVel="1" \
        hiVel="127" loopEnabled="true" loopStart="700" loopEnd="7699"/>
              <sample path="wav/g_x1_y0-064-100.wav" rootNote="64" loNote="63" hiNote="127" loVel="1" \
        hiVel="127" loopEnabled="false"/>
            </group>
          </groups>
        </DecentSampler>
        """,
        DsPresetText.point(plan, 1, 0, SfzTextTest.LOOPS));
  }

  @Test
  void everyGroupCoversEveryKeyAndVelocityOnce() throws IOException {
    GridPlan plan = SfzTextTest.plan(3, List.of(72, 24, 25, 60), List.of(127, 25, 100));
    Element preset = parsed(DsPresetText.grid(plan, SfzTextTest.LOOPS));
    List<Element> groups = all(preset, "group");
    assertEquals(9, groups.size());
    for (int i = 0; i < groups.size(); i++) {
      assertEquals(plan.point(i % 3, i / 3), groups.get(i).getAttribute("name"));
      assertEquals("row" + i / 3, groups.get(i).getAttribute("tags"));
      int[][] covered = new int[128][128];
      for (Element sample : all(groups.get(i), "sample")) {
        for (int key = number(sample, "loNote"); key <= number(sample, "hiNote"); key++) {
          for (int v = number(sample, "loVel"); v <= number(sample, "hiVel"); v++) {
            covered[key][v]++;
          }
        }
        boolean looped = number(sample, "rootNote") == 60;
        assertEquals(String.valueOf(looped), sample.getAttribute("loopEnabled"));
        assertEquals(looped ? "7699" : "", sample.getAttribute("loopEnd"));
      }
      for (int[] key : covered) {
        assertTrue(Arrays.stream(key).skip(1).allMatch(times -> times == 1));
      }
    }
  }

  /** The gain of each point by the knobs' tables, as the product of its column's and its row's. */
  @Test
  void theKnobsFadeFromPointToPoint() throws IOException {
    GridPlan plan = SfzTextTest.plan(4, List.of(60), List.of(100));
    Element preset = parsed(DsPresetText.grid(plan, SfzTextTest.LOOPS));
    List<Element> knobs = all(preset, "labeled-knob");
    assertEquals(
        List.of("a/c to b/d", "a/b to c/d"),
        knobs.stream().map(k -> k.getAttribute("label")).toList());
    List<Element> columns = all(knobs.get(0), "binding");
    List<Element> rows = all(knobs.get(1), "binding");
    assertEquals(16, columns.size());
    assertEquals(4, rows.size());
    for (double x = 0; x <= 1; x += 0.125) {
      double sum = 0;
      for (int i = 0; i < 16; i++) {
        assertEquals(i, number(columns.get(i), "position"));
        double gain = at(columns.get(i), x);
        double there = Math.max(0, 1 - Math.abs(3 * x - i % 4));
        assertEquals(there, gain, 1e-5, "column " + i % 4 + " at " + x);
        sum += gain / 4;
      }
      assertEquals(1, sum, 1e-5);
      for (int i = 0; i < 4; i++) {
        assertEquals("row" + i, rows.get(i).getAttribute("identifier"));
        assertEquals(Math.max(0, 1 - Math.abs(3 * x - i)), at(rows.get(i), x), 1e-5);
      }
    }
    // Before a knob is turned, the first column and row sound.
    List<Element> groups = all(preset, "group");
    assertEquals("1.0", groups.get(4).getAttribute("volume"));
    assertEquals("0.0", groups.get(5).getAttribute("volume"));
    assertEquals("1.0", all(preset, "tag").get(0).getAttribute("volume"));
    assertEquals("0.0", all(preset, "tag").get(3).getAttribute("volume"));
    List<Element> controllers = all(preset, "cc");
    assertEquals(20, number(controllers.get(0), "number"));
    assertEquals("1", all(controllers.get(1), "binding").get(0).getAttribute("position"));
  }

  @Test
  void aLineHasOneKnobAndNoTags() throws IOException {
    GridPlan line =
        new GridPlan(
            "l",
            List.of(GridPlanTest.corner("a", "a.wav"), GridPlanTest.corner("b", "b.wav")),
            GridMix.LINEAR,
            2,
            List.of(60),
            List.of(100),
            1);
    Element preset = parsed(DsPresetText.grid(line, SfzTextTest.LOOPS));
    assertEquals("a to b", all(preset, "labeled-knob").get(0).getAttribute("label"));
    assertEquals(1, all(preset, "labeled-knob").size());
    assertEquals(1, all(preset, "cc").size());
    assertEquals(0, all(preset, "tag").size());
    assertFalse(all(preset, "group").get(0).hasAttribute("tags"));
    assertEquals(
        List.of("0,1;1,0", "0,0;1,1"),
        all(all(preset, "labeled-knob").get(0), "binding").stream()
            .map(binding -> binding.getAttribute("translationTable"))
            .toList());
    assertFalse(SfzText.grid(line, SfzTextTest.LOOPS).contains("cc21"));
  }

  /** What a table makes of {@code x}, along straight lines between its pairs. */
  private static double at(Element binding, double x) {
    double[][] pairs =
        Arrays.stream(binding.getAttribute("translationTable").split(";"))
            .map(pair -> Arrays.stream(pair.split(",")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    for (int i = 1; i < pairs.length; i++) {
      assertTrue(pairs[i][0] > pairs[i - 1][0], "rises");
      if (x <= pairs[i][0]) {
        double part = (x - pairs[i - 1][0]) / (pairs[i][0] - pairs[i - 1][0]);
        return pairs[i - 1][1] + part * (pairs[i][1] - pairs[i - 1][1]);
      }
    }
    throw new AssertionError(x + " is beyond the table");
  }
}
