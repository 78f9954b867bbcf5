package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.io.Outputs;
import dev.synth.plot.Pictures;
import dev.synth.plot.SoundPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A morph to look at and listen to: a strip of rainbowgrams, and one HTML file that has all its
 * sounds and pictures inside, so that it can be opened from a disk and sent to a friend.
 */
final class DemoPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>synth: from a flute to a piano</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em;
        padding: 0 1em; color: #222; background: #fff; }
      .row { display: flex; flex-wrap: wrap; gap: 1em; }
      figure { margin: 0 0 1em; flex: 1 1 19em; max-width: 33em; }
      figure img { width: 100%; display: block; }
      audio { width: 100%; }
      figcaption { font-weight: 600; }
      </style>
      </head>
      <body>
      <h1>From a flute to a piano</h1>
      <p>The model listens to two notes and writes down each as a short list of numbers, its
      embedding. Between the two lists lie others; here the model plays five of them, sample by
      sample. Its own flute and its own piano are at the ends, and what is between them was never
      recorded.</p>
      <p>In the pictures time runs from left to right and pitch from low to high. Brightness is
      level; colour is frequency, seen so finely that a steady tone is a line of one colour, vibrato
      a line that changes its colour, and noise a grain of all colours.</p>
      <h2>The two notes, as recorded</h2>
      """;

  private final List<String> titles = new ArrayList<>();
  private final List<AudioClip> clips = new ArrayList<>();
  private final List<BufferedImage> pictures = new ArrayList<>();

  /**
   * A page.
   *
   * @param notes names of the two recordings
   * @param originals the recordings
   * @param morphs from the first to the second
   */
  DemoPage(String[] notes, List<AudioClip> originals, List<AudioClip> morphs) {
    for (int i = 0; i < originals.size(); i++) {
      add(notes[i], originals.get(i));
    }
    for (int i = 0; i < morphs.size(); i++) {
      int piano = 100 * i / (morphs.size() - 1);
      add((100 - piano) + " % flute, " + piano + " % piano", morphs.get(i));
    }
  }

  private void add(String title, AudioClip clip) {
    titles.add(title);
    clips.add(clip);
    pictures.add(SoundPictures.rainbowgram(clip, title));
  }

  /** The morph alone, side by side. */
  void writeStrip(Path file) throws IOException {
    Pictures.write(file, Pictures.beside(pictures.subList(2, pictures.size())), true);
  }

  /** Everything. */
  void writePage(Path file) throws IOException {
    StringBuilder html = new StringBuilder(HEAD);
    html.append("<div class=\"row\">\n");
    for (int i = 0; i < clips.size(); i++) {
      if (i == 2) {
        html.append("</div>\n<h2>The morph, as the model plays it</h2>\n<div class=\"row\">\n");
      }
      html.append("<figure>\n<figcaption>").append(titles.get(i)).append("</figcaption>\n");
      html.append("<img alt=\"rainbowgram\" src=\"data:image/png;base64,");
      html.append(base64(picture(pictures.get(i)))).append("\">\n");
      html.append("<audio controls preload=\"metadata\" src=\"data:audio/wav;base64,");
      html.append(base64(sound(clips.get(i)))).append("\"></audio>\n</figure>\n");
    }
    html.append("</div>\n</body>\n</html>\n");
    Files.writeString(file, html);
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
