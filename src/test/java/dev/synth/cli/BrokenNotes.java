package dev.synth.cli;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * An NSynth folder of twenty notes, each broken in its own way, among six that are sound; and what
 * is wrong with each.
 */
final class BrokenNotes {
  private static final int RATE_HZ = Fixtures.RATE_HZ;
  private static final int SAMPLES = 4 * RATE_HZ;

  private final Path folder;
  private final Random random = new Random(20260103L);
  private final List<String> listings = new ArrayList<>();
  private final SortedMap<String, List<String>> defects = new TreeMap<>();
  private int instrument;

  private BrokenNotes(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder; returns the defects of each broken note by its name. */
  static SortedMap<String, List<String>> make(Path folder) throws IOException {
    BrokenNotes notes = new BrokenNotes(folder);
    Files.createDirectories(folder.resolve("audio"));
    notes.sound();
    notes.unreadable();
    notes.levels();
    notes.shapes();
    notes.labels();
    notes.noises();
    String json = "{" + String.join(",\n", notes.listings) + "}";
    Files.writeString(folder.resolve("examples.json"), json);
    return notes.defects;
  }

  private void sound() throws IOException {
    for (int pitch : new int[] {21, 36, 60, 84, 96, 108}) {
      String name = name(pitch);
      list(name, Map.of());
      write(name, tone(pitch));
    }
  }

  private void unreadable() throws IOException {
    broken(name(60), Map.of(), "left-out"); // listed, not there

    String unlisted = name(60); // there, not listed
    write(unlisted, tone(60));
    defects.put(unlisted, List.of("left-out"));

    Files.writeString(wav(broken(name(60), Map.of(), "unreadable")), "This is no sound.");

    String cut = broken(name(60), Map.of(), "unreadable");
    write(cut, tone(60));
    Files.write(wav(cut), java.util.Arrays.copyOf(Files.readAllBytes(wav(cut)), 1000));

    String nan = broken(name(60), Map.of(), "unreadable");
    AudioClip clip = new AudioClip(tone(60), RATE_HZ);
    WavFile.write(wav(nan), clip, WavFile.Encoding.FLOAT32, true);
    byte[] bytes = Files.readAllBytes(wav(nan));
    bytes[bytes.length - 1] = 0x7f; // the last sample's exponent
    bytes[bytes.length - 2] = (byte) 0xff;
    Files.write(wav(nan), bytes);
  }

  private void levels() throws IOException {
    write(broken(name(60), Map.of(), "silent"), new float[SAMPLES]);
    float[] dither = samples(t -> Math.rint(random.nextDouble() * 2 - 1) / 32768);
    write(broken(name(60), Map.of(), "silent"), dither);
    float[] loud = tone(60);
    float[] oneSided = tone(60);
    for (int t = 0; t < SAMPLES; t++) {
      loud[t] = Math.max(-1, Math.min(1, 6 * loud[t]));
      oneSided[t] = Math.min(1, oneSided[t] + 0.75f);
    }
    write(broken(name(60), Map.of(), "clipped"), loud);
    write(broken(name(60), Map.of(), "offset", "clipped"), oneSided);
  }

  private void shapes() throws IOException {
    Fixtures.note(wav(broken(name(60), Map.of(), "length")), 60, 3);
    Fixtures.note(wav(broken(name(60), Map.of(), "length")), 60, 4 - 1.0 / RATE_HZ);
    String rate = broken(name(60), Map.of(), "rate");
    float[] samples = new float[4 * 44_100];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (float) (0.3 * Math.sin(2 * Math.PI * 261.6256 * t / 44_100));
    }
    WavFile.write(wav(rate), new AudioClip(samples, 44_100), WavFile.Encoding.PCM16, true);
    String both = broken(name(60), Map.of(), "rate", "length");
    Fixtures.note(wav(both), 60, 2);
    byte[] bytes = Files.readAllBytes(wav(both));
    bytes[24] = (byte) (22_050 & 0xff); // the rate in the header
    bytes[25] = (byte) (22_050 >> 8);
    Files.write(wav(both), bytes);
  }

  private void labels() throws IOException {
    write(broken(name(20), Map.of(), "range"), tone(20));
    write(broken(name(109), Map.of(), "range"), tone(109));
    write(broken(name(60), Map.of("pitch", "62"), "name"), tone(60));
    write(broken(name(60), Map.of("instrument_family_str", "\"brass\""), "name"), tone(60));
    write(broken(name(60), Map.of("note", "0"), "duplicate"), tone(60));
  }

  private void noises() throws IOException {
    float[] white = samples(t -> 0.1 * random.nextGaussian());
    write(broken(name(60), Map.of(), "noise"), white);
    double[] state = new double[1];
    float[] brownBurst =
        samples(
            t -> {
              state[0] = 0.99 * state[0] + 0.05 * random.nextGaussian();
              return state[0] * Math.exp(-20.0 * t / RATE_HZ);
            });
    write(broken(name(40), Map.of(), "noise"), brownBurst);
  }

  private String name(int pitch) {
    return "flute_acoustic_%03d-%03d-100".formatted(instrument++, pitch);
  }

  private Path wav(String name) {
    return folder.resolve("audio/" + name + ".wav");
  }

  private String broken(String name, Map<String, String> features, String... wrong) {
    defects.put(name, List.of(wrong));
    list(name, features);
    return name;
  }

  private void list(String name, Map<String, String> features) {
    Map<String, String> all = new TreeMap<>(Map.of("note", String.valueOf(listings.size())));
    all.putAll(features);
    List<String> fields = new ArrayList<>();
    all.forEach((key, value) -> fields.add("\"" + key + "\": " + value));
    listings.add("\"%s\": {%s}".formatted(name, String.join(", ", fields)));
  }

  private void write(String name, float[] samples) throws IOException {
    WavFile.write(wav(name), new AudioClip(samples, RATE_HZ), WavFile.Encoding.PCM16, true);
  }

  private static float[] samples(IntToDoubleFunction at) {
    float[] samples = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      samples[t] = (float) at.applyAsDouble(t);
    }
    return samples;
  }

  private static float[] tone(int pitch) {
    double step = 2 * Math.PI * 440 * Math.pow(2, (pitch - 69) / 12.0) / RATE_HZ;
    return samples(
        t ->
            0.3
                * Math.exp(-1.0 * t / RATE_HZ)
                * (Math.sin(step * t) + 0.5 * Math.sin(2 * step * t)));
  }

  /** A text with a line a finding as {@code data check} prints it, by the name it is about. */
  static SortedMap<String, List<String>> found(String out) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    for (String line : out.lines().toList()) {
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile(".*/(?<name>[^/ ]+)\\.wav: (?<defect>[a-z-]+): .*\\.")
              .matcher(line);
      if (matcher.matches()) {
        found
            .computeIfAbsent(matcher.group("name"), name -> new ArrayList<>())
            .add(matcher.group("defect"));
      }
    }
    return found;
  }
}
