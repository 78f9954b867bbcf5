package dev.synth.score.midi;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Makes Standard MIDI files byte by byte, whole or broken. */
final class Smf {
  private final int type;
  private final int division;
  private final List<byte[]> tracks = new ArrayList<>();

  Smf(int type, int division) {
    this.type = type;
    this.division = division;
  }

  /** A track of these bytes, each event with its delta time, and an end-of-track event. */
  Smf track(int... events) {
    byte[] bytes = new byte[events.length + 4];
    for (int i = 0; i < events.length; i++) {
      bytes[i] = (byte) events[i];
    }
    bytes[events.length + 1] = (byte) 0xff;
    bytes[events.length + 2] = 0x2f;
    tracks.add(bytes);
    return this;
  }

  /** The file. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("MThd".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    number(out, 6, 4);
    number(out, type, 2);
    number(out, tracks.size(), 2);
    number(out, division, 2);
    for (byte[] track : tracks) {
      out.writeBytes("MTrk".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      number(out, track.length, 4);
      out.writeBytes(track);
    }
    return out.toByteArray();
  }

  static void number(ByteArrayOutputStream out, long value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      out.write((int) (value >> 8 * i));
    }
  }

  /** One note of a quarter (96 ticks): middle C. */
  static byte[] plain() {
    return new Smf(0, 96).track(0, 0x90, 60, 64, 96, 0x80, 60, 0).bytes();
  }

  /** The bytes with others put at a place. */
  static byte[] with(byte[] bytes, int place, int... others) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < others.length; i++) {
      copy[place + i] = (byte) others[i];
    }
    return copy;
  }

  /** The bytes of both. */
  static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
