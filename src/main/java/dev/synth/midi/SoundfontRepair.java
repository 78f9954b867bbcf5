package dev.synth.midi;

import dev.synth.midi.SoundfontTables.Instrument;
import dev.synth.midi.SoundfontTables.Preset;
import dev.synth.midi.SoundfontTables.Sample;
import dev.synth.midi.SoundfontTables.Zone;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mends what a soundfont says about its samples before the JDK's synthesizer believes it: an empty
 * loop would be gone round for ever, an unpitched sample would sound 16 octaves away. What is
 * mended and how follows FluidSynth: a zone whose sample cannot be played is left out, one whose
 * loop is unusable plays without it.
 */
final class SoundfontRepair {
  /** Shorter loops are no tone; FluidSynth does not play them either. */
  private static final int LOOP_FRAMES_MIN = 2;

  private static final long RATE_HZ_MAX = 1_000_000;
  private static final long FRAMES_MAX = 1 << 30;
  private static final int UNPITCHED = 255;
  private static final int UNPITCHED_KEY = 60;
  private static final int MIDI_MAX = 127;
  private static final int ROM = 0x8000;

  private static final int START_OFFSET = 0;
  private static final int END_OFFSET = 1;
  private static final int LOOP_START_OFFSET = 2;
  private static final int LOOP_END_OFFSET = 3;
  private static final int START_COARSE = 4;
  private static final int END_COARSE = 12;
  private static final int KEY_RANGE = 43;
  private static final int VELOCITY_RANGE = 44;
  private static final int LOOP_START_COARSE = 45;
  private static final int KEY = 46;
  private static final int VELOCITY = 47;
  private static final int LOOP_END_COARSE = 50;
  private static final int SAMPLE_MODES = 54;
  private static final int EXCLUSIVE_CLASS = 57;
  private static final int ROOT_KEY = 58;
  private static final int COARSE = 32_768;

  /** What holds for an instrument's zone only; the specification has it ignored in presets. */
  private static final Set<Integer> SAMPLE_ONLY =
      Set.of(
          START_OFFSET,
          END_OFFSET,
          LOOP_START_OFFSET,
          LOOP_END_OFFSET,
          START_COARSE,
          END_COARSE,
          LOOP_START_COARSE,
          KEY,
          VELOCITY,
          LOOP_END_COARSE,
          SAMPLE_MODES,
          EXCLUSIVE_CLASS,
          ROOT_KEY);

  /**
   * Generators of pitch and their greatest magnitudes (specification, 8.1.3): far beyond them the
   * synthesizer's arithmetic, in single precision, no longer moves on.
   */
  private static final Map<Integer, Integer> PITCH_MAX =
      Map.of(5, 12_000, 6, 12_000, 7, 12_000, 51, 120, 52, 99, 56, 1200);

  private final SoundfontTables tables;
  private final long frames;
  private final String[] unplayable;
  private final String[] loopNotes;
  private final Map<Instrument, Set<String>> ofInstrument = new IdentityHashMap<>();
  private final Map<Preset, Set<String>> ofPreset = new IdentityHashMap<>();
  private final List<String> ofFont = new ArrayList<>();

  /** Whether the lower bytes of 24-bit samples can be used. */
  final boolean isTwentyFourBit;

  /** Mends {@code tables}, those of {@code file}, in place. */
  SoundfontRepair(SoundfontFile file, SoundfontTables tables) {
    this.tables = tables;
    this.frames = file.frames();
    this.unplayable = new String[tables.samples.size()];
    this.loopNotes = new String[tables.samples.size()];
    this.isTwentyFourBit = isTwentyFourBit(file);
    for (int i = 0; i < tables.samples.size(); i++) {
      mend(i, tables.samples.get(i));
    }
    tables.instruments.forEach(this::mend);
    tables.presets.forEach(this::mend);
  }

  /** What is to be said of {@code preset}, each without the file's name and a full stop. */
  List<String> problems(Preset preset) {
    Set<String> all = new LinkedHashSet<>(ofFont);
    all.addAll(ofPreset.getOrDefault(preset, Set.of()));
    return List.copyOf(all);
  }

  private boolean isTwentyFourBit(SoundfontFile file) {
    if (file.lowBytes() == null) {
      return false;
    }
    long bytes = file.lowBytes().bytes();
    if (bytes == frames || bytes == frames + (frames & 1)) {
      return true;
    }
    ofFont.add(
        "its lower bytes of 24-bit samples (sm24) are "
            + bytes
            + " where there are "
            + frames
            + " samples, so it plays with 16 bits");
    return false;
  }

  private void mend(int number, Sample sample) {
    long length = sample.end - sample.start;
    String place = "(" + sample.start + " to " + sample.end + ")";
    if ((sample.type & ROM) != 0) {
      unplayable[number] = "is in a synthesizer's ROM and not in the file";
    } else if (length <= 0) {
      unplayable[number] = "is empty " + place;
    } else if (sample.end > frames) {
      unplayable[number] = "lies beyond the file's " + frames + " samples " + place;
    } else if (sample.rateHz == 0 || sample.rateHz > RATE_HZ_MAX) {
      unplayable[number] = "has a sample rate of " + sample.rateHz + " Hz";
    } else if (length > FRAMES_MAX) {
      unplayable[number] = "is too long " + place;
    }
    if (unplayable[number] != null) {
      sample.start = 0;
      sample.end = 0;
      sample.loopStart = 0;
      sample.loopEnd = 0;
      return;
    }
    sample.pitch = sample.pitch == UNPITCHED ? UNPITCHED_KEY : sample.pitch;
    if (sample.pitch > MIDI_MAX) {
      ofFont.add(
          called(number) + " has the key " + sample.pitch + ", so it plays as if recorded at 60");
      sample.pitch = UNPITCHED_KEY;
    }
    mendLoop(number, sample);
  }

  private void mendLoop(int number, Sample sample) {
    String loop =
        "(" + (sample.loopStart - sample.start) + " to " + (sample.loopEnd - sample.start) + ")";
    if (sample.loopStart > sample.loopEnd) {
      long end = sample.loopStart;
      sample.loopStart = sample.loopEnd;
      sample.loopEnd = end;
      loopNotes[number] = "has a loop that runs backwards " + loop + " and plays it forwards";
    }
    long start = Math.min(Math.max(sample.loopStart, sample.start), sample.end);
    long end = Math.min(Math.max(sample.loopEnd, sample.start), sample.end);
    boolean empty = end - start < LOOP_FRAMES_MIN;
    if (empty) {
      loopNotes[number] =
          "has "
              + (start == end ? "an empty loop " : "too short a loop ")
              + loop
              + " and plays without it";
    } else if (start != sample.loopStart || end != sample.loopEnd) {
      loopNotes[number] = "has a loop " + loop + " beyond its ends, which is cut to it";
    }
    sample.loopStart = empty ? sample.start : start;
    sample.loopEnd = empty ? sample.start : end;
  }

  private String called(int number) {
    return "sample " + number + " '" + tables.samples.get(number).name + "'";
  }

  private void mend(Instrument instrument) {
    Set<String> problems = new LinkedHashSet<>();
    ofInstrument.put(instrument, problems);
    List<Zone> kept = new ArrayList<>();
    Zone global = null;
    for (Zone zone : instrument.zones) {
      clamp(zone);
      int number = zone.index(SoundfontTables.SAMPLE_ID);
      if (number < 0) {
        if (zone == instrument.zones.get(0)) {
          global = zone;
          kept.add(zone);
        }
        continue; // the specification has others without a sample ignored
      }
      String problem = null;
      if (number >= tables.samples.size()) {
        problem = "sample " + number + " does not exist";
      } else if (unplayable[number] != null) {
        problem = called(number) + " " + unplayable[number];
      } else {
        problem = mendLoop(zone, global, number);
        if (problem == null || zone.generators.containsKey(SoundfontTables.SAMPLE_ID)) {
          kept.add(zone);
          if (problem != null) {
            problems.add(problem);
          }
          continue;
        }
      }
      problems.add(problem + ", so it is left out");
    }
    instrument.zones = kept;
  }

  /**
   * Takes looping from a zone whose loop, moved as the zone says, is none; the sample from one
   * whose sample, cut as it says, is none.
   *
   * @return what is to be said, or null
   */
  private String mendLoop(Zone zone, Zone global, int number) {
    Sample sample = tables.samples.get(number);
    long length = sample.end - sample.start;
    if (offset(zone, START_OFFSET, START_COARSE) < 0) {
      zone.generators.keySet().removeAll(Set.of(START_OFFSET, START_COARSE));
    }
    if (offset(zone, END_OFFSET, END_COARSE) > 0) {
      zone.generators.keySet().removeAll(Set.of(END_OFFSET, END_COARSE));
    }
    long start = offset(zone, START_OFFSET, START_COARSE);
    long end = length + offset(zone, END_OFFSET, END_COARSE);
    if (start >= end) {
      zone.generators.remove(SoundfontTables.SAMPLE_ID);
      return called(number) + " is cut to nothing by a zone";
    }
    int modes = zone.index(SAMPLE_MODES);
    modes = modes < 0 && global != null ? global.index(SAMPLE_MODES) : modes;
    if (modes < 0 || (modes & 1) == 0) {
      return null; // unlooped: its loop is nobody's business
    }
    long loopStart =
        sample.loopStart - sample.start + offset(zone, LOOP_START_OFFSET, LOOP_START_COARSE);
    long loopEnd = sample.loopEnd - sample.start + offset(zone, LOOP_END_OFFSET, LOOP_END_COARSE);
    boolean none = sample.loopEnd == sample.loopStart;
    if (none || loopStart < start || loopEnd > end || loopEnd - loopStart < LOOP_FRAMES_MIN) {
      zone.generators.put(SAMPLE_MODES, (short) 0);
      return called(number)
          + " "
          + (none
              ? loopNotes[number]
              : "has a loop that a zone moves to "
                  + loopStart
                  + " to "
                  + loopEnd
                  + ", out of it, and plays without it there");
    }
    return loopNotes[number] == null ? null : called(number) + " " + loopNotes[number];
  }

  private static long offset(Zone zone, int fine, int coarse) {
    return zone.generators.getOrDefault(fine, (short) 0)
        + (long) COARSE * zone.generators.getOrDefault(coarse, (short) 0);
  }

  /** MIDI note numbers on which {@code preset}, mended, sounds. */
  List<Integer> keys(Preset preset) {
    BitSet keys = new BitSet();
    for (Zone zone : preset.zones) {
      int number = zone.index(SoundfontTables.INSTRUMENT);
      for (Zone sounding : number < 0 ? List.<Zone>of() : tables.instruments.get(number).zones) {
        int low = Math.max(low(zone), low(sounding));
        int high = Math.min(high(zone), high(sounding));
        if (sounding.index(SoundfontTables.SAMPLE_ID) >= 0 && low <= high) {
          keys.set(low, high + 1);
        }
      }
    }
    return keys.stream().boxed().toList();
  }

  private static int low(Zone zone) {
    return Math.max(0, zone.index(KEY_RANGE)) & 0xff;
  }

  private static int high(Zone zone) {
    int range = zone.index(KEY_RANGE);
    return range < 0 ? MIDI_MAX : range >> 8;
  }

  private static void clamp(Zone zone) {
    for (int range : new int[] {KEY_RANGE, VELOCITY_RANGE}) {
      int value = zone.index(range);
      if (value >= 0) {
        int low = Math.min(MIDI_MAX, value & 0xff);
        int high = Math.min(MIDI_MAX, value >> 8);
        zone.generators.put(range, (short) (low | high << 8));
      }
    }
    for (int single : new int[] {KEY, VELOCITY, ROOT_KEY}) {
      if (zone.index(single) > MIDI_MAX) {
        zone.generators.remove(single);
      }
    }
    PITCH_MAX.forEach(
        (generator, max) ->
            zone.generators.computeIfPresent(
                generator, (key, value) -> (short) Math.max(-max, Math.min(max, value))));
    if (zone.index(SAMPLE_MODES) > 3) {
      zone.generators.put(SAMPLE_MODES, (short) (zone.index(SAMPLE_MODES) & 3));
    }
  }

  private void mend(Preset preset) {
    Set<String> problems = new LinkedHashSet<>();
    ofPreset.put(preset, problems);
    List<Zone> kept = new ArrayList<>();
    for (Zone zone : preset.zones) {
      clamp(zone);
      SAMPLE_ONLY.forEach(zone.generators::remove);
      int number = zone.index(SoundfontTables.INSTRUMENT);
      if (number < 0) {
        if (zone == preset.zones.get(0)) {
          kept.add(zone);
        }
      } else if (number >= tables.instruments.size()) {
        problems.add("instrument " + number + " does not exist, so it is left out");
      } else {
        problems.addAll(ofInstrument.get(tables.instruments.get(number)));
        kept.add(zone);
      }
    }
    preset.zones = kept;
  }
}
