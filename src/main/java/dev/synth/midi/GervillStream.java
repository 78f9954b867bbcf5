package dev.synth.midi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sound.midi.Instrument;
import javax.sound.midi.MidiChannel;
import javax.sound.midi.Synthesizer;
import javax.sound.midi.VoiceStatus;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/**
 * One stream of the JDK's software synthesizer (Gervill), played note by note without any audio
 * device. Effects and automatic gain are off, and every setting is given, so that neither the
 * machine nor the user's preferences change a sample. A note sounds the same whatever was played
 * before it, because each begins on a block of the synthesizer, with no voice left sounding.
 */
final class GervillStream implements AutoCloseable {
  static final int RATE_HZ = 48_000;

  /** Blocks of the synthesizer's control logic: events take effect at their beginnings. */
  static final int BLOCK_SAMPLES = 320;

  private static final int CHANNELS = 2;

  /** The channel on which General MIDI has drums, counted from 0. */
  private static final int DRUM_CHANNEL = 9;

  private static final int MELODIC_CHANNEL = 0;
  private static final int BLOCK_BYTES = BLOCK_SAMPLES * CHANNELS * Float.BYTES;
  private static final AudioFormat FORMAT =
      new AudioFormat(
          AudioFormat.Encoding.PCM_FLOAT,
          RATE_HZ,
          Float.SIZE,
          CHANNELS,
          CHANNELS * Float.BYTES,
          RATE_HZ,
          false);

  /** Voices with a longer release than this after a note cost less to drop with the stream. */
  private static final int DRAIN_SECONDS_MAX = 30;

  // Opening asks java.util.prefs for settings, which reports every folder it makes or misses.
  // The field keeps the logger from being collected, and its level with it.
  private static final Logger PREFERENCES_LOGGER = Logger.getLogger("java.util.prefs");

  static {
    PREFERENCES_LOGGER.setLevel(Level.OFF);
  }

  private final byte[] block = new byte[BLOCK_BYTES];
  private final FloatBuffer blockSamples =
      ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  private final Runnable progress;
  private Synthesizer synthesizer;
  private AudioInputStream stream;
  private MidiChannel channel;
  private Instrument loaded;

  /**
   * @param progress called after each block of sound
   */
  GervillStream(Runnable progress) throws IOException {
    this.progress = progress;
    open();
  }

  private void open() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("interpolation", "sinc");
    settings.put("control rate", (float) RATE_HZ / BLOCK_SAMPLES);
    settings.put("format", FORMAT);
    settings.put("latency", 120_000L);
    settings.put("device id", 0);
    settings.put("max polyphony", 64);
    settings.put("reverb", false);
    settings.put("chorus", false);
    settings.put("auto gain control", false);
    settings.put("large mode", false);
    settings.put("midi channels", 16);
    settings.put("jitter correction", false);
    settings.put("light reverb", false);
    settings.put("load default soundbank", false);
    synthesizer = Gervill.synthesizer();
    stream = Gervill.openStream(synthesizer, FORMAT, settings);
    channel = synthesizer.getChannels()[MELODIC_CHANNEL];
    readBlock(); // the stream begins with an empty block, which would delay the first note
  }

  /**
   * Makes {@code instrument} the only one loaded, since a note of a missing one would quietly sound
   * as another.
   */
  void load(Instrument instrument) throws IOException {
    if (loaded != null) {
      synthesizer.unloadInstrument(loaded);
    }
    if (!synthesizer.loadInstrument(instrument)) {
      throw new IOException("The JDK's synthesizer cannot load " + instrument.getName() + ".");
    }
    loaded = instrument;
    channel =
        synthesizer
            .getChannels()[Gervill.isPercussion(instrument) ? DRUM_CHANNEL : MELODIC_CHANNEL];
    channel.programChange(instrument.getPatch().getBank(), instrument.getPatch().getProgram());
  }

  /**
   * Plays one note of the loaded instrument.
   *
   * @param pitch MIDI note number
   * @param velocity MIDI velocity, 1 to 127
   * @param samples length of the result at {@link #RATE_HZ}
   * @param holdSamples when the key is let go, to the nearest block
   * @return mono samples, the mean of left and right, at the synthesizer's own level
   */
  float[] play(int pitch, int velocity, int samples, int holdSamples) throws IOException {
    float[] mono = new float[samples];
    int offBlock = Math.round((float) holdSamples / BLOCK_SAMPLES);
    channel.noteOn(pitch, velocity);
    for (int b = 0; b * BLOCK_SAMPLES < samples; b++) {
      if (b == offBlock) {
        channel.noteOff(pitch);
      }
      readBlock();
      int from = b * BLOCK_SAMPLES;
      int count = Math.min(BLOCK_SAMPLES, samples - from);
      for (int i = 0; i < count; i++) {
        mono[from + i] = 0.5f * (blockSamples.get(2 * i) + blockSamples.get(2 * i + 1));
      }
    }
    silence();
    return mono;
  }

  /**
   * Ends every voice. "All sound off" ends keys still held, but not those being released, which are
   * played out unheard, or left behind with the whole stream where that would take too long.
   */
  private void silence() throws IOException {
    channel.allSoundOff();
    for (int b = 0; b < DRAIN_SECONDS_MAX * RATE_HZ / BLOCK_SAMPLES; b++) {
      readBlock();
      if (!sounding()) {
        return;
      }
    }
    Instrument instrument = loaded;
    close();
    loaded = null;
    open();
    load(instrument);
  }

  private boolean sounding() {
    for (VoiceStatus voice : synthesizer.getVoiceStatus()) {
      if (voice.active) {
        return true;
      }
    }
    return false;
  }

  private void readBlock() throws IOException {
    int read = 0;
    while (read < BLOCK_BYTES) {
      int count = stream.read(block, read, BLOCK_BYTES - read);
      if (count < 0) {
        throw new EOFException("The JDK's synthesizer stopped before the note was over.");
      }
      read += count;
    }
    progress.run();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
