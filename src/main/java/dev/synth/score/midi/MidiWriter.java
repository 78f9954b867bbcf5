package dev.synth.score.midi;

import dev.synth.score.Key;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Mode;
import dev.synth.score.Part;
import dev.synth.score.PitchBend;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/**
 * Writes scores as Standard MIDI files of type 1: a track of names, tempos, meters, keys and chord
 * symbols, then a track for each part. A pickup is a first bar of its own, shorter meter.
 */
public final class MidiWriter {
  private static final int DRUM_CHANNEL = 9;
  private static final int CHANNELS = 16;
  private static final double MICROSECONDS = 60_000_000;
  private static final int MICROSECONDS_MAX = 0xffffff;
  private static final int TICKS_MAX = 0x7fff;
  private static final int CLOCKS_PER_QUARTER = 24;
  private static final int BEND_CENTRE = 8192;

  private final Score score;
  private final Sequence sequence;

  private MidiWriter(Score score) throws InvalidMidiDataException {
    this.score = score;
    this.sequence = new Sequence(Sequence.PPQ, score.ticksPerQuarter());
  }

  /**
   * The bytes of a file.
   *
   * @throws IllegalArgumentException if the score has more than 15 parts that are not drums, or
   *     more than 32,767 ticks a quarter
   */
  public static byte[] bytes(Score score) {
    if (score.ticksPerQuarter() > TICKS_MAX) {
      throw new IllegalArgumentException(
          "a MIDI file cannot have " + score.ticksPerQuarter() + " ticks a quarter");
    }
    try {
      MidiWriter writer = new MidiWriter(score);
      writer.conductor();
      writer.parts();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      MidiSystem.write(writer.sequence, 1, out);
      return out.toByteArray();
    } catch (InvalidMidiDataException | IOException e) {
      throw new IllegalStateException("a score could not be written as MIDI", e);
    }
  }

  private void conductor() throws InvalidMidiDataException {
    Track track = sequence.createTrack();
    meta(track, 0, Event.NAME, score.origin().title());
    meta(track, 0, Event.COPYRIGHT, score.origin().licence());
    for (int i = 0; i < score.meters().size(); i++) {
      MeterChange change = score.meters().get(i);
      long at = change.startTicks();
      if (i == 0 && score.pickupTicks() > 0) {
        meter(track, 0, pickupMeter());
        at = score.pickupTicks();
      }
      meter(track, at, change.meter());
    }
    for (KeyChange change : score.keys()) {
      Key key = change.key();
      // MIDI knows major and minor only; another mode has the signature of one of them.
      boolean minor = key.mode() != Mode.MAJOR && key.mode().hasMinorThird();
      byte[] data = {(byte) key.sharps(), (byte) (minor ? 1 : 0)};
      track.add(new MidiEvent(new MetaMessage(Event.KEY, data, 2), change.startTicks()));
    }
    for (TempoChange change : score.tempos()) {
      double exact = MICROSECONDS / change.quartersPerMinute();
      int value = (int) Math.max(1, Math.min(MICROSECONDS_MAX, Math.round(exact)));
      byte[] data = {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
      track.add(new MidiEvent(new MetaMessage(Event.TEMPO, data, 3), change.startTicks()));
    }
    for (TimedChord chord : score.chords()) {
      String name = chord.symbol().name(score.keyAt(chord.startTicks()));
      meta(track, chord.startTicks(), Event.TEXT, MidiReader.CHORD + name);
    }
  }

  /** The meter of which one bar is the pickup. */
  private Meter pickupMeter() {
    for (int unit = 4; unit <= 64; unit *= 2) {
      long ticks = 4L * score.ticksPerQuarter() / unit;
      if (ticks > 0 && score.pickupTicks() % ticks == 0 && score.pickupTicks() / ticks <= 64) {
        return new Meter((int) (score.pickupTicks() / ticks), unit);
      }
    }
    return score.meter();
  }

  private static void meter(Track track, long at, Meter meter) throws InvalidMidiDataException {
    byte[] data = {
      (byte) meter.beats(),
      (byte) Integer.numberOfTrailingZeros(meter.unit()),
      (byte) CLOCKS_PER_QUARTER,
      8
    };
    track.add(new MidiEvent(new MetaMessage(Event.METER, data, data.length), at));
  }

  private static void meta(Track track, long at, int type, String text)
      throws InvalidMidiDataException {
    if (!text.isEmpty()) {
      byte[] data = text.getBytes(StandardCharsets.UTF_8);
      track.add(new MidiEvent(new MetaMessage(type, data, data.length), at));
    }
  }

  private void parts() throws InvalidMidiDataException {
    int channel = 0;
    for (Part part : score.parts()) {
      if (part.drums()) {
        part(part, DRUM_CHANNEL);
        continue;
      }
      if (channel >= CHANNELS) {
        throw new IllegalArgumentException("a MIDI file cannot have more than 15 pitched parts");
      }
      part(part, channel);
      channel += channel == DRUM_CHANNEL - 1 ? 2 : 1;
    }
  }

  private void part(Part part, int channel) throws InvalidMidiDataException {
    Track track = sequence.createTrack();
    meta(track, 0, Event.NAME, part.name());
    track.add(event(ShortMessage.PROGRAM_CHANGE, channel, part.program(), 0, 0));
    List<MidiEvent> events = new ArrayList<>();
    for (ScoreNote note : part.notes()) {
      int pitch = note.midiPitch();
      events.add(event(ShortMessage.NOTE_OFF, channel, pitch, 0, note.endTicks()));
      events.add(event(ShortMessage.NOTE_ON, channel, pitch, note.velocity(), note.startTicks()));
    }
    for (PitchBend bend : part.bends()) {
      long value = BEND_CENTRE + Math.round(bend.semitones() / 2 * BEND_CENTRE);
      int word = (int) Math.max(0, Math.min(2 * BEND_CENTRE - 1, value));
      events.add(
          event(ShortMessage.PITCH_BEND, channel, word & 0x7f, word >> 7, bend.startTicks()));
    }
    // Bends come first and then ends, so that a note which follows begins anew.
    events.sort(
        Comparator.comparingLong(MidiEvent::getTick)
            .thenComparingInt(event -> order(event.getMessage())));
    events.forEach(track::add);
  }

  private static int order(MidiMessage message) {
    return switch (message.getStatus() & 0xf0) {
      case ShortMessage.PITCH_BEND -> 0;
      case ShortMessage.NOTE_OFF -> 1;
      default -> 2;
    };
  }

  private static MidiEvent event(int command, int channel, int first, int second, long at)
      throws InvalidMidiDataException {
    return new MidiEvent(new ShortMessage(command, channel, first, second), at);
  }
}
