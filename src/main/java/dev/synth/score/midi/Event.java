package dev.synth.score.midi;

/**
 * One event of a track.
 *
 * @param ticks when, from the beginning of the track
 * @param status 0x80 to 0xEF with the channel in the low four bits, or 0xFF for a meta event
 * @param type first data byte, or the meta event's type
 * @param value second data byte; 0 where there is none
 * @param data of a meta event; empty for others
 */
record Event(long ticks, int status, int type, int value, byte[] data) {
  static final int META = 0xff;
  static final byte[] NO_DATA = {};

  static final int TEXT = 1;
  static final int COPYRIGHT = 2;
  static final int NAME = 3;
  static final int END_OF_TRACK = 0x2f;
  static final int TEMPO = 0x51;
  static final int METER = 0x58;
  static final int KEY = 0x59;

  boolean isMeta() {
    return status == META;
  }

  /** What kind of channel event, 0x80 to 0xE0; 0 for a meta event. */
  int command() {
    return isMeta() ? 0 : status & 0xf0;
  }

  int channel() {
    return status & 0x0f;
  }

  /** Byte {@code i} of the data, 0 to 255. */
  int unsigned(int i) {
    return data[i] & 0xff;
  }
}
