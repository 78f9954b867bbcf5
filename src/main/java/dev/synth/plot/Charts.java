package dev.synth.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Charts of numbers, {@value #WIDTH} by {@value #HEIGHT} pixels. A point with a coordinate that is
 * not a finite number is left out.
 *
 * <p>All throw {@link dev.synth.io.WorkFailedException} on a machine without fonts, since a chart
 * says nothing without its numbers; see {@link Fonts#problem}.
 */
public final class Charts {
  /** Pixels across. */
  public static final int WIDTH = 800;

  /** Pixels down. */
  public static final int HEIGHT = 480;

  /** The colours of Okabe and Ito 2008, which most colour-blind people tell apart. */
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
    new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000), new Color(0x999999)
  };

  private static final int UPRIGHT_CATEGORIES = 6;
  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 4}, 0);

  private Charts() {}

  /**
   * Points of one colour: a line's in their order, or a cloud's.
   *
   * @param name stands in the legend; two of a chart must differ
   * @param x [points]
   * @param y [points]
   * @param colour number of its colour; lines of one colour are told apart by dashes
   */
  public record Series(String name, double[] x, double[] y, int colour) {
    /** Points of the colour of their place in the chart. */
    public Series(String name, double[] x, double[] y) {
      this(name, x, y, -1);
    }

    /** Checks that each point has both. */
    public Series {
      Objects.requireNonNull(name, "name");
      if (x.length != y.length) {
        throw new IllegalArgumentException(x.length + " x and " + y.length + " y make no points");
      }
    }

    /** The series with its finite points only. */
    Series finite() {
      int[] kept =
          IntStream.range(0, x.length)
              .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
              .toArray();
      return new Series(
          name,
          Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
          colour);
    }
  }

  /**
   * Bars of one colour.
   *
   * @param name stands in the legend; two of a chart must differ
   * @param values a bar's height in each category; NaN for none
   * @param errors how far a line goes up and down from each bar's end; NaN for none
   */
  public record Bars(String name, double[] values, double[] errors) {
    /** Bars without errors. */
    public Bars(String name, double[] values) {
      this(name, values, nothing(values.length));
    }

    private static double[] nothing(int count) {
      double[] none = new double[count];
      Arrays.fill(none, Double.NaN);
      return none;
    }
  }

  /**
   * Lines.
   *
   * @throws IllegalArgumentException if there is no finite point
   */
  public static BufferedImage lines(
      String title, String xLabel, String yLabel, List<Series> lines) {
    return xy(title, xLabel, yLabel, lines, XYSeries.XYSeriesRenderStyle.Line, false);
  }

  /**
   * Lines over an axis that begins at 0, so that what hardly changes looks so.
   *
   * @throws IllegalArgumentException if there is no finite point
   */
  public static BufferedImage linesFromZero(
      String title, String xLabel, String yLabel, List<Series> lines) {
    return xy(title, xLabel, yLabel, lines, XYSeries.XYSeriesRenderStyle.Line, true);
  }

  /**
   * Clouds of points.
   *
   * @throws IllegalArgumentException if there is no finite point
   */
  public static BufferedImage points(
      String title, String xLabel, String yLabel, List<Series> clouds) {
    return xy(title, xLabel, yLabel, clouds, XYSeries.XYSeriesRenderStyle.Scatter, false);
  }

  private static BufferedImage xy(
      String title,
      String xLabel,
      String yLabel,
      List<Series> series,
      XYSeries.XYSeriesRenderStyle style,
      boolean fromZero) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xLabel)
            .yAxisTitle(yLabel)
            .build();
    chart.getStyler().setDefaultSeriesRenderStyle(style);
    if (fromZero) {
      chart.getStyler().setYAxisMin(0.0);
    }
    // A line of one point would not be seen.
    boolean dots = style == XYSeries.XYSeriesRenderStyle.Scatter;
    Set<Integer> taken = new HashSet<>();
    int drawnCount = 0;
    int number = 0;
    for (Series each : series) {
      Series finite = each.finite();
      if (finite.x().length > 0) {
        XYSeries drawn = chart.addSeries(finite.name(), finite.x(), finite.y());
        int colour = each.colour() < 0 ? number : each.colour();
        drawn.setLineWidth(2).setLineColor(colour(colour));
        drawn.setLineStyle(taken.add(colour) ? SOLID : DASHED);
        drawn.setMarker(marker(number, dots || finite.x().length == 1));
        drawn.setMarkerColor(colour(colour));
        if (drawnCount++ == 0) {
          roundTicks(chart, finite.x(), finite.y()[0]);
        }
      }
      number++;
    }
    style(chart.getStyler(), drawnCount);
    if (drawnCount == 0) {
      throw empty();
    }
    return image(chart);
  }

  /**
   * Bars side by side, category by category.
   *
   * @param categories names along the x axis
   * @throws IllegalArgumentException if a series has not one value a category, or none is finite
   */
  public static BufferedImage bars(
      String title, String yLabel, List<String> categories, List<Bars> bars) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("")
            .yAxisTitle(yLabel)
            .build();
    boolean any = false;
    int number = 0;
    for (Bars each : bars) {
      if (each.values().length != categories.size()) {
        throw new IllegalArgumentException(
            each.values().length + " bars for " + categories.size() + " categories");
      }
      List<Double> heights = finiteOr(null, each.values());
      any |= heights.stream().anyMatch(Objects::nonNull);
      boolean exact = Arrays.stream(each.errors()).noneMatch(Double::isFinite);
      List<Double> errors = exact ? null : finiteOr(0.0, each.errors());
      chart.addSeries(each.name(), categories, heights, errors).setFillColor(colour(number++));
    }
    style(chart.getStyler(), bars.size());
    chart.getStyler().setXAxisTitleVisible(false).setPlotGridVerticalLinesVisible(false);
    if (categories.size() > UPRIGHT_CATEGORIES) {
      // Else every second name would be left out.
      int spacing = Math.max(1, WIDTH / 2 / categories.size());
      chart.getStyler().setXAxisTickMarkSpacingHint(spacing).setXAxisLabelRotation(45);
    }
    if (!any) {
      throw empty();
    }
    return image(chart);
  }

  private static List<Double> finiteOr(Double other, double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(Double.isFinite(value) ? Double.valueOf(value) : other);
    }
    return list;
  }

  /**
   * How often values of each size occur, in {@code bins} bins of equal width between the smallest
   * and the largest.
   *
   * @throws IllegalArgumentException if no value is finite
   */
  public static BufferedImage histogram(String title, String xLabel, double[] values, int bins) {
    Histogram histogram = Histogram.of(values, bins);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xLabel)
            .yAxisTitle("count")
            .build();
    // The outline of the bars, from the ground and back to it.
    double[] x = new double[2 * bins + 2];
    double[] y = new double[2 * bins + 2];
    for (int i = 0; i <= bins; i++) {
      x[2 * i] = x[2 * i + 1] = histogram.edge(i);
      y[2 * i] = i == 0 ? 0 : histogram.counts()[i - 1];
      y[2 * i + 1] = i == bins ? 0 : histogram.counts()[i];
    }
    Color fill = colour(0);
    XYSeries outline = chart.addSeries("count", x, y);
    outline.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    outline.setMarker(SeriesMarkers.NONE).setLineColor(fill).setFillColor(fill);
    roundTicks(chart, x, 0);
    style(chart.getStyler(), 1);
    chart.getStyler().setYAxisMin(0.0);
    return image(chart);
  }

  private static Color colour(int number) {
    return COLOURS[number % COLOURS.length];
  }

  private static Marker marker(int number, boolean dots) {
    Marker[] shapes = {SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE};
    return dots ? shapes[number / COLOURS.length % shapes.length] : SeriesMarkers.NONE;
  }

  private static void style(AxesChartStyler styler, int series) {
    styler
        .setChartBackgroundColor(Pictures.PAPER)
        .setPlotBorderColor(Pictures.INK)
        .setChartTitleBoxVisible(false)
        .setLegendBorderColor(Pictures.PAPER)
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendVisible(series > 1)
        .setMarkerSize(7)
        .setLocale(Locale.ROOT);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD)).setPlotGridLinesStroke(new BasicStroke(1));
  }

  private static IllegalArgumentException empty() {
    return new IllegalArgumentException("a chart needs at least one number that is finite");
  }

  /**
   * XChart labels the points themselves where they are evenly spaced, at 1,750 and 3,500, say; a
   * point that nobody sees between the first two leaves it to choose round numbers.
   */
  private static void roundTicks(XYChart chart, double[] x, double y) {
    double min = Arrays.stream(x).min().getAsDouble();
    double max = Arrays.stream(x).max().getAsDouble();
    double between = min + (max - min) * 0.123 / x.length;
    XYSeries unseen = chart.addSeries("\u200b", new double[] {between}, new double[] {y});
    unseen.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
  }

  private static BufferedImage image(org.knowm.xchart.internal.chartpart.IChart chart) {
    Fonts.require();
    return BitmapEncoder.getBufferedImage(chart);
  }
}
