package dev.synth.plot;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.io.Outputs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Sounds to look at and listen to: one HTML file that has their rainbowgrams inside, and the sounds
 * too, so that it can be opened from a disk and sent to a friend, or the names of their files
 * beside it.
 */
public final class ListeningPage {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 80em;
        padding: 0 1em; color: #222; background: #fff; }
      .row { display: grid; grid-template-columns: repeat(auto-fill, minmax(19em, 1fr)); gap: 1em; }
      figure { margin: 0 0 1em; }
      figure img { width: 100%; display: block; }
      audio { width: 100%; }
      figcaption { font-weight: 600; overflow-wrap: anywhere; }
      """;

  private static final String LEGEND =
      """
      <p>In the pictures time runs from left to right and pitch from low to high. Brightness is
      level; colour is frequency, seen so finely that a steady tone is a line of one colour, vibrato
      a line that changes its colour, and noise a grain of all colours.</p>
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;
  private boolean inRow;

  /**
   * A page without sounds.
   *
   * @param introduction HTML below the title
   */
  public ListeningPage(String title, String introduction) {
    this.title = title;
    body.append("<h1>").append(escaped(title)).append("</h1>\n");
    body.append(introduction).append(LEGEND);
  }

  /** Begins a group of sounds. */
  public void section(String heading) {
    endRow();
    body.append("<h2>").append(escaped(heading)).append("</h2>\n<div class=\"row\">\n");
    inRow = true;
  }

  /** Adds a sound to the group. */
  public void add(String caption, AudioClip clip) throws IOException {
    add(caption, clip, "data:audio/wav;base64," + base64(sound(clip)));
  }

  /**
   * Adds a sound to the group that is in a file of its own.
   *
   * @param address of the file, relative to the page
   */
  public void add(String caption, AudioClip clip, String address) throws IOException {
    body.append("<figure>\n<figcaption>").append(escaped(caption)).append("</figcaption>\n");
    body.append("<img alt=\"rainbowgram\" src=\"data:image/png;base64,");
    body.append(base64(picture(SoundPictures.rainbowgram(clip, "")))).append("\">\n");
    body.append("<audio controls preload=\"metadata\" src=\"").append(address);
    body.append("\"></audio>\n</figure>\n");
  }

  /** The page. */
  public String html() {
    endRow();
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>synth: "
        + escaped(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }

  /** Sounds side by side, as one picture. */
  public static void writeStrip(Path file, List<String> titles, List<AudioClip> clips)
      throws IOException {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      pictures.add(SoundPictures.rainbowgram(clips.get(i), titles.get(i)));
    }
    Pictures.write(file, Pictures.beside(pictures), true);
  }

  private void endRow() {
    if (inRow) {
      body.append("</div>\n");
      inRow = false;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] picture(BufferedImage picture) throws IOException {
    return Outputs.bytes(file -> Pictures.write(file, picture, true));
  }

  private static byte[] sound(AudioClip clip) throws IOException {
    return Outputs.bytes(file -> WavFile.write(file, clip, WavFile.Encoding.PCM16, true));
  }
}
