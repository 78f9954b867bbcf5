package dev.synth.score.midi;

import dev.synth.score.Part;
import dev.synth.score.PitchBend;
import dev.synth.score.ScoreNote;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Makes parts of the events of channels: notes from their beginnings and ends. */
final class NoteCollector {
  private static final int CHANNELS = 16;
  private static final int DRUM_CHANNEL = 9;

  private static final int NOTE_OFF = 0x80;
  private static final int NOTE_ON = 0x90;
  private static final int CONTROL = 0xb0;
  private static final int PROGRAM = 0xc0;
  private static final int BEND = 0xe0;

  private static final int DATA_ENTRY = 6;
  private static final int DATA_ENTRY_FINE = 38;
  private static final int PEDAL = 64;
  private static final int RPN_FINE = 100;
  private static final int RPN_COARSE = 101;
  private static final int ALL_SOUND_OFF = 120;
  private static final int ALL_NOTES_OFF = 123;
  private static final int HALF = 64;
  private static final double BEND_CENTRE = 8192;
  private static final double BEND_SEMITONES = 2;

  private final RawFile file;
  private final LongUnaryOperator ticks;
  private final Channel[] channels = new Channel[CHANNELS];
  private final Map<PartKey, PartNotes> parts = new LinkedHashMap<>();
  private final List<String> mended = new ArrayList<>();
  private int unclosed;
  private int empty;
  private int unbegun;

  /** What makes a part. */
  private record PartKey(int track, int channel, int program) {}

  private record Placed(int track, Event event) {}

  /** A note that sounds. */
  private record Open(PartKey part, long start, int pitch, int velocity) {}

  private static final class PartNotes {
    final List<ScoreNote> notes = new ArrayList<>();
  }

  private static final class Channel {
    int program;
    boolean pedal;
    int rpn = -1;
    double bendSemitones = BEND_SEMITONES;
    final List<PitchBend> bends = new ArrayList<>();

    /** Keys that are down, by track and pitch: the first down is the first up. */
    final Map<Long, Deque<Open>> down = new HashMap<>();

    /** Notes whose keys are up, but the pedal is down. */
    final List<Open> held = new ArrayList<>();
  }

  /**
   * @param ticks ticks of the score at ticks of the file
   */
  NoteCollector(RawFile file, LongUnaryOperator ticks) {
    this.file = file;
    this.ticks = ticks;
    for (int i = 0; i < CHANNELS; i++) {
      channels[i] = new Channel();
    }
  }

  List<String> mended() {
    return mended;
  }

  /** The name of a track, or an empty text. */
  static String name(List<Event> track) {
    for (Event event : track) {
      if (event.isMeta() && event.type() == Event.NAME) {
        return MidiReader.text(event.data());
      }
    }
    return "";
  }

  List<Part> parts() {
    List<Placed> all = new ArrayList<>();
    long end = 0;
    for (int track = 0; track < file.tracks().size(); track++) {
      for (Event event : file.tracks().get(track)) {
        all.add(new Placed(track, event));
        end = Math.max(end, event.ticks());
      }
    }
    // Stable: events of one time keep their order, track by track.
    all.sort(Comparator.comparingLong(placed -> placed.event().ticks()));
    for (Placed placed : all) {
      if (!placed.event().isMeta()) {
        take(placed.track(), placed.event());
      }
    }
    finish(ticks.applyAsLong(end));
    List<Part> made = new ArrayList<>();
    List<PartKey> order = new ArrayList<>(parts.keySet());
    order.sort(Comparator.comparingInt(PartKey::track).thenComparingInt(PartKey::channel));
    for (PartKey key : order) {
      PartNotes notes = parts.get(key);
      boolean onlyTrack = file.tracks().size() == 1;
      String name = onlyTrack ? "" : name(file.tracks().get(key.track()));
      made.add(
          new Part(
              name,
              key.program(),
              key.channel() == DRUM_CHANNEL,
              notes.notes,
              List.copyOf(channels[key.channel()].bends)));
    }
    return made;
  }

  private void take(int track, Event event) {
    Channel channel = channels[event.channel()];
    long at = ticks.applyAsLong(event.ticks());
    switch (event.command()) {
      case NOTE_ON -> {
        if (event.value() > 0) {
          begin(track, event, at);
        } else {
          end(track, event, at);
        }
      }
      case NOTE_OFF -> end(track, event, at);
      case PROGRAM -> channel.program = event.type();
      case BEND -> {
        double share = ((event.value() << 7 | event.type()) - BEND_CENTRE) / BEND_CENTRE;
        PitchBend bend = new PitchBend(at, share * channel.bendSemitones);
        if (!channel.bends.isEmpty() || bend.semitones() != 0) {
          channel.bends.add(bend);
        }
      }
      case CONTROL -> control(channel, event, at);
      default -> {
        // Pressure is no part of a score.
      }
    }
  }

  private void control(Channel channel, Event event, long at) {
    switch (event.type()) {
      case PEDAL -> {
        channel.pedal = event.value() >= HALF;
        if (!channel.pedal) {
          channel.held.forEach(open -> close(open, at));
          channel.held.clear();
        }
      }
      case RPN_COARSE, RPN_FINE -> channel.rpn = event.value() == 0 ? 0 : -1;
      case DATA_ENTRY -> {
        if (channel.rpn == 0) {
          channel.bendSemitones = event.value();
        }
      }
      case DATA_ENTRY_FINE -> {
        if (channel.rpn == 0) {
          channel.bendSemitones = Math.floor(channel.bendSemitones) + event.value() / 100.0;
        }
      }
      case ALL_SOUND_OFF, ALL_NOTES_OFF -> {
        channel.down.values().forEach(keys -> keys.forEach(open -> close(open, at)));
        channel.down.clear();
      }
      default -> {
        // Volume, pan and the like are no part of a score.
      }
    }
  }

  private static long key(int track, int pitch) {
    return (long) track << 7 | pitch;
  }

  private void begin(int track, Event event, long at) {
    Channel channel = channels[event.channel()];
    PartKey part = new PartKey(track, event.channel(), channel.program);
    Open open = new Open(part, at, event.type(), event.value());
    // A string that the pedal holds is struck anew.
    for (Iterator<Open> held = channel.held.iterator(); held.hasNext(); ) {
      Open before = held.next();
      if (before.pitch() == open.pitch() && before.part().track() == track) {
        close(before, at);
        held.remove();
      }
    }
    parts.computeIfAbsent(part, key -> new PartNotes());
    channel.down.computeIfAbsent(key(track, event.type()), k -> new ArrayDeque<>()).add(open);
  }

  private void end(int track, Event event, long at) {
    Channel channel = channels[event.channel()];
    Deque<Open> keys = channel.down.get(key(track, event.type()));
    if (keys == null || keys.isEmpty()) {
      unbegun++;
      return;
    }
    Open open = keys.remove();
    if (channel.pedal && event.channel() != DRUM_CHANNEL) {
      channel.held.add(open);
    } else {
      close(open, at);
    }
  }

  private void close(Open open, long at) {
    if (at <= open.start()) {
      empty++;
    }
    long length = Math.max(1, at - open.start());
    parts
        .get(open.part())
        .notes
        .add(new ScoreNote(open.start(), length, open.pitch(), open.velocity()));
  }

  private void finish(long end) {
    for (Channel channel : channels) {
      channel.held.forEach(open -> close(open, end));
      for (Deque<Open> keys : channel.down.values()) {
        unclosed += keys.size();
        keys.forEach(open -> close(open, end));
      }
    }
    tell(unclosed, "never ends", "never end", "held to the end of the track");
    tell(empty, "has no length", "have no length", "made one tick long");
    if (unbegun > 0) {
      mended.add(unbegun + (unbegun == 1 ? " end" : " ends") + " of notes without a beginning");
    }
  }

  private void tell(int count, String one, String many, String remedy) {
    if (count > 0) {
      mended.add(
          count
              + (count == 1 ? " note " + one + ", and is " : " notes " + many + ", and are ")
              + remedy);
    }
  }
}
