package dev.synth.midi;

import dev.synth.io.BadDataException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a soundfont as what they mean: presets of zones that name instruments, instruments
 * of zones that name samples. To be changed, and written again. Source: SoundFont Technical
 * Specification 2.04, chapter 7.
 */
final class SoundfontTables {
  /** The generator of a preset's zone that names its instrument. */
  static final int INSTRUMENT = 41;

  /** The generator of an instrument's zone that names its sample. */
  static final int SAMPLE_ID = 53;

  private static final int NAME_BYTES = 20;
  private static final int MODULATOR_BYTES = 10;
  private static final int VORBIS = 0x10;

  final List<Preset> presets = new ArrayList<>();
  final List<Instrument> instruments = new ArrayList<>();
  final List<Sample> samples = new ArrayList<>();

  /** A preset: what a bank and a program choose. */
  static final class Preset {
    String name;
    int bank;
    int program;
    List<Zone> zones = new ArrayList<>();
  }

  /** An instrument, which presets share. */
  static final class Instrument {
    String name;
    List<Zone> zones = new ArrayList<>();
  }

  /** What holds for a range of keys and velocities. */
  static final class Zone {
    /** Amounts by generator, as signed 16-bit numbers. */
    final Map<Integer, Short> generators = new LinkedHashMap<>();

    /** Ten bytes each. */
    final List<byte[]> modulators = new ArrayList<>();

    /** The unsigned number of {@code generator}, or -1. */
    int index(int generator) {
      Short amount = generators.get(generator);
      return amount == null ? -1 : Short.toUnsignedInt(amount);
    }
  }

  /** A sample's header; places are in samples from the beginning of all. */
  static final class Sample {
    String name;
    long start;
    long end;
    long loopStart;
    long loopEnd;
    long rateHz;
    int pitch;
    int correctionCents;
    int link;
    int type;
  }

  /**
   * Takes the tables of {@code file} apart.
   *
   * @throws BadDataException if their indices run backwards or out of the tables, or a sample is
   *     compressed
   */
  static SoundfontTables of(SoundfontFile file) throws BadDataException {
    SoundfontTables tables = new SoundfontTables();
    ZoneReader presetZones = new ZoneReader(file, 'p');
    ByteBuffer in = table(file, "phdr");
    for (int i = 0; i < file.records("phdr") - 1; i++) {
      in.position(i * SoundfontFile.recordBytes("phdr"));
      Preset preset = new Preset();
      preset.name = name(in);
      preset.program = unsignedShort(in);
      preset.bank = unsignedShort(in);
      int next = Short.toUnsignedInt(in.getShort((i + 1) * 38 + NAME_BYTES + 4));
      preset.zones = presetZones.read("preset", i, preset.name, unsignedShort(in), next);
      tables.presets.add(preset);
    }
    ZoneReader instrumentZones = new ZoneReader(file, 'i');
    in = table(file, "inst");
    for (int i = 0; i < file.records("inst") - 1; i++) {
      in.position(i * SoundfontFile.recordBytes("inst"));
      Instrument instrument = new Instrument();
      instrument.name = name(in);
      int next = Short.toUnsignedInt(in.getShort((i + 1) * 22 + NAME_BYTES));
      instrument.zones =
          instrumentZones.read("instrument", i, instrument.name, unsignedShort(in), next);
      tables.instruments.add(instrument);
    }
    in = table(file, "shdr");
    for (int i = 0; i < file.records("shdr") - 1; i++) {
      in.position(i * SoundfontFile.recordBytes("shdr"));
      Sample sample = sample(in);
      if ((sample.type & VORBIS) != 0) {
        throw SoundfontFile.compressed(file.path());
      }
      tables.samples.add(sample);
    }
    return tables;
  }

  private static Sample sample(ByteBuffer in) {
    Sample sample = new Sample();
    sample.name = name(in);
    sample.start = Integer.toUnsignedLong(in.getInt());
    sample.end = Integer.toUnsignedLong(in.getInt());
    sample.loopStart = Integer.toUnsignedLong(in.getInt());
    sample.loopEnd = Integer.toUnsignedLong(in.getInt());
    sample.rateHz = Integer.toUnsignedLong(in.getInt());
    sample.pitch = Byte.toUnsignedInt(in.get());
    sample.correctionCents = in.get();
    sample.link = unsignedShort(in);
    sample.type = unsignedShort(in);
    return sample;
  }

  /** Reads the zones of presets ({@code pbag, pgen, pmod}) or of instruments. */
  private static final class ZoneReader {
    private final Path path;
    private final char kind;
    private final ByteBuffer bags;
    private final ByteBuffer generators;
    private final ByteBuffer modulators;

    ZoneReader(SoundfontFile file, char kind) {
      this.path = file.path();
      this.kind = kind;
      this.bags = table(file, kind + "bag");
      this.generators = table(file, kind + "gen");
      this.modulators = table(file, kind + "mod");
    }

    List<Zone> read(String owner, int number, String name, int first, int next)
        throws BadDataException {
      String who = owner + " " + number + " '" + name + "'";
      check(who, "bag", first, next, bags.capacity() / 4 - 1);
      List<Zone> zones = new ArrayList<>();
      for (int z = first; z < next; z++) {
        Zone zone = new Zone();
        int generator = Short.toUnsignedInt(bags.getShort(4 * z));
        int lastGenerator = Short.toUnsignedInt(bags.getShort(4 * z + 4));
        check(who, "gen", generator, lastGenerator, generators.capacity() / 4);
        for (int g = generator; g < lastGenerator; g++) {
          zone.generators.put(
              Short.toUnsignedInt(generators.getShort(4 * g)), generators.getShort(4 * g + 2));
        }
        int modulator = Short.toUnsignedInt(bags.getShort(4 * z + 2));
        int lastModulator = Short.toUnsignedInt(bags.getShort(4 * z + 6));
        check(who, "mod", modulator, lastModulator, modulators.capacity() / MODULATOR_BYTES);
        for (int m = modulator; m < lastModulator; m++) {
          byte[] bytes = new byte[MODULATOR_BYTES];
          modulators.get(m * MODULATOR_BYTES, bytes);
          zone.modulators.add(bytes);
        }
        zones.add(zone);
      }
      return zones;
    }

    private void check(String who, String table, int first, int next, int records)
        throws BadDataException {
      if (first > next || next > records) {
        throw new BadDataException(
            path
                + ": "
                + who
                + " has the records "
                + first
                + " to "
                + next
                + " of "
                + kind
                + table
                + ", which "
                + (first > next ? "run backwards" : "has " + records + " only")
                + "; the soundfont is damaged.");
      }
    }
  }

  /**
   * A SoundFont 2 file of these tables, without samples.
   *
   * <p>The JDK's reader gives the modulator numbered i to the zone of the generator numbered i, and
   * fails where there are more modulators than generators. There, zones are filled up with
   * modulators and generators that do nothing until both are equally many.
   */
  byte[] write() {
    ByteArrayOutputStream tables = new ByteArrayOutputStream();
    Bytes headers = new Bytes();
    ZoneWriter zones = new ZoneWriter();
    for (Preset preset : presets) {
      headers.name(preset.name).number(preset.program).number(preset.bank);
      headers.number(zones.count()).zeros(12);
      zones.add(preset.zones, false);
    }
    chunk(tables, "phdr", headers.name("EOP").number(0).number(0).number(zones.count()).zeros(12));
    zones.write(tables, 'p');
    headers = new Bytes();
    zones = new ZoneWriter();
    long modulators = count(instruments, false);
    boolean align = modulators > count(instruments, true);
    for (Instrument instrument : instruments) {
      headers.name(instrument.name).number(zones.count());
      zones.add(instrument.zones, align);
    }
    chunk(tables, "inst", headers.name("EOI").number(zones.count()));
    zones.write(tables, 'i');
    headers = new Bytes();
    for (Sample sample : samples) {
      headers.name(sample.name).longNumber(sample.start).longNumber(sample.end);
      headers.longNumber(sample.loopStart).longNumber(sample.loopEnd).longNumber(sample.rateHz);
      headers.number(sample.pitch | (sample.correctionCents & 0xff) << 8);
      headers.number(sample.link).number(sample.type);
    }
    chunk(tables, "shdr", headers.name("EOS").zeros(26));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("sfbk"));
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    chunk(info, "ifil", new Bytes().number(2).number(1));
    list(body, "INFO", info);
    list(body, "pdta", tables);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    chunk(file, "RIFF", new Bytes().bytes(body.toByteArray()));
    return file.toByteArray();
  }

  private static long count(List<Instrument> instruments, boolean generators) {
    return instruments.stream()
        .flatMap(instrument -> instrument.zones.stream())
        .mapToLong(zone -> generators ? zone.generators.size() : zone.modulators.size())
        .sum();
  }

  private static void list(ByteArrayOutputStream out, String type, ByteArrayOutputStream content) {
    chunk(out, "LIST", new Bytes().bytes(ascii(type)).bytes(content.toByteArray()));
  }

  private static void chunk(ByteArrayOutputStream out, String tag, Bytes content) {
    byte[] bytes = content.out.toByteArray();
    out.writeBytes(ascii(tag));
    out.writeBytes(new Bytes().longNumber(bytes.length).out.toByteArray());
    out.writeBytes(bytes); // every record has an even number of bytes
  }

  /** Bags, generators and modulators of all zones of one kind. */
  private static final class ZoneWriter {
    private static final int NOTHING = 60;
    private final Bytes bags = new Bytes();
    private final Bytes generators = new Bytes();
    private final Bytes modulators = new Bytes();

    int count() {
      return bags.size() / 4;
    }

    void add(List<Zone> zones, boolean align) {
      for (Zone zone : zones) {
        bag();
        zone.generators.forEach((what, amount) -> generators.number(what).number(amount));
        zone.modulators.forEach(modulators::bytes);
        int more = zone.generators.size() - zone.modulators.size();
        for (int i = 0; align && i < Math.abs(more); i++) {
          if (more > 0) {
            modulators.zeros(MODULATOR_BYTES);
          } else {
            generators.number(NOTHING).number(0);
          }
        }
      }
    }

    private void bag() {
      bags.number(generators.size() / 4).number(modulators.size() / MODULATOR_BYTES);
    }

    void write(ByteArrayOutputStream out, char kind) {
      bag();
      chunk(out, kind + "bag", bags);
      chunk(out, kind + "mod", modulators.zeros(MODULATOR_BYTES));
      chunk(out, kind + "gen", generators.zeros(4));
    }
  }

  /** Little-endian bytes that grow. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
      return out.size();
    }

    Bytes number(int value) {
      out.write(value);
      out.write(value >> 8);
      return this;
    }

    Bytes longNumber(long value) {
      return number((int) value & 0xffff).number((int) (value >> 16) & 0xffff);
    }

    Bytes zeros(int count) {
      return bytes(new byte[count]);
    }

    Bytes bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes name(String name) {
      byte[] bytes = new byte[NAME_BYTES];
      byte[] letters = ascii(name);
      System.arraycopy(letters, 0, bytes, 0, Math.min(letters.length, NAME_BYTES - 1));
      return bytes(bytes);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer table(SoundfontFile file, String tag) {
    return ByteBuffer.wrap(file.tables().get(tag)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsignedShort(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  /** Up to 20 characters, ended by a zero; those that a terminal would not print become ?. */
  private static String name(ByteBuffer in) {
    byte[] bytes = new byte[NAME_BYTES];
    in.get(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).replaceAll("[^ -~\u00a0-\u00ff]", "?").strip();
  }
}
