package dev.synth.score.midi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the events of one track, as far as they can be read. */
final class TrackReader {
  private final byte[] bytes;
  private final int end;
  private final int eventsMax;
  private final List<Event> events = new ArrayList<>();
  private int at;
  private boolean broken;
  private boolean full;
  private String problem;

  /**
   * @param start of the first event
   * @param end behind the last byte that belongs to the track
   */
  TrackReader(byte[] bytes, int start, int end, int eventsMax) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.eventsMax = eventsMax;
  }

  List<Event> events() {
    return events;
  }

  /** Behind the last event that was read. */
  int end() {
    return at;
  }

  /** Where reading broke off, and why; empty where the bytes just ended. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether there are more events than may be. */
  boolean isFull() {
    return full;
  }

  /** Reads up to the end-of-track event, and says whether there was one. */
  boolean read() {
    long ticks = 0;
    int running = 0;
    while (at < end) {
      int begun = at;
      ticks += variable();
      int status = broken || at >= end ? 0 : bytes[at] & 0xff;
      if (status >= 0x80) {
        at++;
      } else {
        status = running;
      }
      if (status == 0 && !broken && at < end) {
        problem = begun + ", where a status byte is missing";
      }
      if (broken || status == 0) {
        at = begun;
        return false;
      }
      Event event = event(ticks, status);
      if (broken) {
        at = begun;
        return false;
      }
      if (status < 0xf0) {
        running = status;
      } else if (status < 0xf8) {
        running = 0;
      }
      if (event != null) {
        if (events.size() == eventsMax) {
          full = true;
          return false;
        }
        events.add(event);
        if (event.isMeta() && event.type() == Event.END_OF_TRACK) {
          return true;
        }
      }
    }
    return false;
  }

  /** The event, or null for one that means nothing to a score. */
  private Event event(long ticks, int status) {
    if (status == Event.META) {
      int type = next();
      byte[] data = data();
      return broken ? null : new Event(ticks, status, type, 0, data);
    }
    if (status >= 0xf0) {
      switch (status) {
        case 0xf0, 0xf7 -> data();
        case 0xf1, 0xf3 -> next();
        case 0xf2 -> {
          next();
          next();
        }
        default -> {
          // One byte only.
        }
      }
      return null;
    }
    int first = next();
    int command = status & 0xf0;
    int second = command == 0xc0 || command == 0xd0 ? 0 : next();
    if (!broken && (first > 0x7f || second > 0x7f)) {
      problem = at + ", where a data byte is above 127";
      broken = true;
    }
    return new Event(ticks, status, first, second, Event.NO_DATA);
  }

  private byte[] data() {
    long length = variable();
    if (broken || length > end - at) {
      broken = true;
      return Event.NO_DATA;
    }
    byte[] data = Arrays.copyOfRange(bytes, at, at + (int) length);
    at += (int) length;
    return data;
  }

  private int next() {
    if (at >= end) {
      broken = true;
      return 0;
    }
    return bytes[at++] & 0xff;
  }

  /** A number of up to four bytes of seven bits each. */
  private long variable() {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      int part = next();
      value = value << 7 | part & 0x7f;
      if (part < 0x80 || broken) {
        return value;
      }
    }
    problem = at + ", where a length has more than four bytes";
    broken = true;
    return value;
  }
}
