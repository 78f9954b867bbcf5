package dev.synth.plot;

import dev.synth.io.WorkFailedException;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Whether this machine can write text into pictures. A server or container often has no fonts, or
 * not even the libraries that look for them, and Java then fails with an error of its own at the
 * first letter. Pictures of sounds are made without letters there, charts not at all.
 */
public final class Fonts {
  static final int TEXT_POINTS = 12;
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_POINTS);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, TEXT_POINTS + 1);

  private Fonts() {}

  /** Found out once, at the first picture. */
  private static final class Holder {
    static final boolean AVAILABLE = tryOut();

    private static boolean tryOut() {
      Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      try {
        return graphics.getFontMetrics(TEXT).stringWidth("0") > 0
            && TEXT.createGlyphVector(graphics.getFontRenderContext(), "0").getNumGlyphs() > 0;
      } catch (RuntimeException | InternalError | LinkageError e) {
        return false;
      } finally {
        graphics.dispose();
      }
    }
  }

  static boolean available() {
    return Holder.AVAILABLE;
  }

  /** What to tell a person who wants pictures; empty where all is well. */
  public static Optional<String> problem() {
    return available()
        ? Optional.empty()
        : Optional.of(
            "Java finds no fonts on this machine, so there are no charts, and no text in pictures;"
                + " install fontconfig and a font, such as the packages fontconfig and"
                + " fonts-dejavu-core.");
  }

  static void require() {
    if (!available()) {
      throw new WorkFailedException(problem().orElseThrow());
    }
  }
}
