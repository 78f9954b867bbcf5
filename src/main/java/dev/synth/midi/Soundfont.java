package dev.synth.midi;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.sound.midi.Instrument;
import javax.sound.midi.Patch;
import javax.sound.midi.Soundbank;

/**
 * A soundfont's presets. A file is read by {@link SoundfontFile} and mended by {@link
 * SoundfontRepair} before the JDK sees it: the JDK opens a truncated file, plays the compressed
 * bytes of an {@code .sf3} as if they were PCM, and goes round an empty loop for ever.
 *
 * @param name the file, or what the built-in bank is called
 * @param file the file; null for the built-in bank
 * @param presets by bank and program
 */
record Soundfont(String name, Path file, SortedMap<Place, Preset> presets) {
  private static final int PROGRAM_MAX = 127;

  /** What chooses a preset. */
  record Place(int bank, int program) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return Comparator.comparingInt(Place::bank)
          .thenComparingInt(Place::program)
          .compare(this, other);
    }
  }

  /** A preset and what the JDK plays for it. */
  record Preset(SoundfontPreset description, Instrument instrument) {}

  /**
   * The bank the JDK synthesizes itself: 38 small samples. Their phases are drawn anew each time
   * ({@code Math.random()}, which cannot be seeded), so two runs sound alike but differ in bytes.
   *
   * <p>{@code SoftSynthesizer.getDefaultSoundbank()} would prefer whatever the machine has in its
   * sound folders, and leave a cache in the user's home.
   */
  static Soundfont builtIn() throws IOException {
    SortedMap<Place, Preset> presets = new TreeMap<>();
    List<Integer> allKeys = IntStream.rangeClosed(0, 127).boxed().toList();
    for (Instrument instrument : Gervill.builtInBank().getInstruments()) {
      Place place = place(instrument);
      presets.putIfAbsent(
          place,
          new Preset(
              new SoundfontPreset(
                  place.bank, place.program, instrument.getName(), allKeys, List.of()),
              instrument));
    }
    return new Soundfont("the JDK's built-in bank", null, presets);
  }

  /**
   * Opens {@code file}; samples are read from it when their instrument is loaded.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is compressed, truncated, no SoundFont 2 file at all, or has no
   *     preset that sounds
   */
  static Soundfont open(Path file) throws IOException {
    SoundfontFile chunks = SoundfontFile.read(file);
    SoundfontTables tables = SoundfontTables.of(chunks);
    SoundfontRepair repair = new SoundfontRepair(chunks, tables);
    SortedMap<Place, Preset> presets = new TreeMap<>();
    SortedMap<Place, Instrument> instruments = instruments(chunks, tables, repair);
    for (SoundfontTables.Preset preset : tables.presets) {
      Place place = new Place(preset.bank, preset.program);
      List<Integer> keys = repair.keys(preset);
      Instrument instrument = instruments.get(place);
      if (instrument != null
          && preset.bank <= SoundfontPreset.DRUM_BANK
          && preset.program <= PROGRAM_MAX
          && (!keys.isEmpty() || !repair.problems(preset).isEmpty())) {
        SoundfontPreset description =
            new SoundfontPreset(
                preset.bank, preset.program, preset.name, keys, repair.problems(preset));
        presets.putIfAbsent(place, new Preset(description, instrument));
      }
    }
    if (presets.isEmpty()) {
      throw new BadDataException(
          file + ": has no preset with a sample in banks 0 to 128, so it plays nothing.");
    }
    return new Soundfont(file.toString(), file, presets);
  }

  private static SortedMap<Place, Instrument> instruments(
      SoundfontFile chunks, SoundfontTables tables, SoundfontRepair repair) throws IOException {
    try {
      Soundbank bank =
          Gervill.soundfont(
              tables.write(),
              tables,
              chunks.path().toFile(),
              chunks.samples(),
              repair.isTwentyFourBit ? chunks.lowBytes() : null);
      SortedMap<Place, Instrument> instruments = new TreeMap<>();
      for (Instrument instrument : bank.getInstruments()) {
        instruments.putIfAbsent(place(instrument), instrument);
      }
      return instruments;
    } catch (RuntimeException e) {
      throw new BadDataException(
          chunks.path() + ": its tables of instruments cannot be read; the soundfont is damaged.",
          e);
    }
  }

  /** Where a soundfont has what the JDK calls {@code instrument}. */
  private static Place place(Instrument instrument) throws IOException {
    Patch patch = instrument.getPatch();
    int bank = Gervill.isPercussion(instrument) ? SoundfontPreset.DRUM_BANK : patch.getBank() >> 7;
    return new Place(bank, patch.getProgram());
  }

  /** The SHA-256 of the file, in hexadecimal; null for the built-in bank. */
  String sha256() throws IOException {
    return file == null ? null : Sha256.of(file);
  }

  /** The presets of {@code bank}, by program. */
  List<SoundfontPreset> ofBank(int bank) {
    return presets.values().stream()
        .map(Preset::description)
        .filter(preset -> preset.bank() == bank)
        .toList();
  }

  /**
   * The preset of {@code program} in {@code bank}.
   *
   * @throws BadDataException if there is none, or none of its samples can be played; the message
   *     says what there is
   */
  Preset require(int bank, int program) throws BadDataException {
    Preset preset = presets.get(new Place(bank, program));
    if (preset == null) {
      requireBank(bank);
      String title =
          bank == SoundfontPreset.DRUM_BANK
              ? ""
              : " (" + GeneralMidi.program(program).title() + ")";
      throw new BadDataException(
          name
              + ": has no program "
              + program
              + title
              + " in bank "
              + bank
              + "; it has "
              + ofBank(bank).stream().map(SoundfontPreset::program).toList()
              + " there.");
    }
    if (preset.description.keys().isEmpty()) {
      throw new BadDataException(
          name
              + ": program "
              + program
              + " '"
              + preset.description.name()
              + "' cannot be played: "
              + String.join("; ", preset.description.problems())
              + ".");
    }
    return preset;
  }

  /**
   * Fails when {@code bank} has no preset.
   *
   * @throws BadDataException with the banks that have
   */
  void requireBank(int bank) throws BadDataException {
    if (ofBank(bank).isEmpty()) {
      List<String> banks =
          presets.keySet().stream()
              .map(Place::bank)
              .distinct()
              .map(
                  each ->
                      each
                          + (each == SoundfontPreset.DRUM_BANK ? " (drum kits, " : " (")
                          + ofBank(each).size()
                          + (ofBank(each).size() == 1 ? " program)" : " programs)"))
              .toList();
      throw new BadDataException(
          name
              + ": has no program in bank "
              + bank
              + "; it has bank "
              + String.join(", ", banks)
              + ". Choose one with the setting 'bank'.");
    }
  }
}
