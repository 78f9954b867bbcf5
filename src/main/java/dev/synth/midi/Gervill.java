package dev.synth.midi;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import javax.sound.midi.Instrument;
import javax.sound.midi.Patch;
import javax.sound.midi.Soundbank;
import javax.sound.midi.Synthesizer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/**
 * Access to the JDK's software synthesizer. Its public interface, {@code MidiSystem}, opens audio
 * devices and has no way to render into memory; the class itself can, but is named here by strings,
 * since javac warns of it and has no flag against that warning. The JVM needs {@code
 * --add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED}, which {@code bin/synth} passes.
 */
final class Gervill {
  private static final String PACKAGE = "com.sun.media.sound.";

  private Gervill() {}

  /** A closed synthesizer. */
  static Synthesizer synthesizer() throws IOException {
    return (Synthesizer) call(() -> type("SoftSynthesizer").getConstructor().newInstance());
  }

  /** Opens {@code synthesizer} without an audio device; closing the stream closes it. */
  static AudioInputStream openStream(
      Synthesizer synthesizer, AudioFormat format, Map<String, Object> settings)
      throws IOException {
    return (AudioInputStream)
        call(
            () ->
                type("SoftSynthesizer")
                    .getMethod("openStream", AudioFormat.class, Map.class)
                    .invoke(synthesizer, format, settings));
  }

  /** The bank made of synthesized samples. */
  static Soundbank builtInBank() throws IOException {
    return (Soundbank)
        call(() -> type("EmergencySoundbank").getMethod("createSoundbank").invoke(null));
  }

  /**
   * A soundfont whose tables are {@code tables} and whose samples stay on the disk, in {@code
   * samples}, until their instrument is loaded.
   *
   * @param tables a SoundFont 2 file without samples; what its headers say must be true
   * @param samples where they are in {@code file}, 16 bits each
   * @param lowBytes where the lower bytes of 24-bit samples are; null if there are none
   */
  static Soundbank soundfont(
      byte[] tables,
      SoundfontTables headers,
      File file,
      SoundfontFile.Chunk samples,
      SoundfontFile.Chunk lowBytes)
      throws IOException {
    return (Soundbank)
        call(
            () -> {
              Object bank =
                  type("SF2Soundbank")
                      .getConstructor(InputStream.class)
                      .newInstance(new ByteArrayInputStream(tables));
              Object[] all = (Object[]) bank.getClass().getMethod("getSamples").invoke(bank);
              for (int i = 0; i < all.length; i++) {
                SoundfontTables.Sample header = headers.samples.get(i);
                long frames = header.end - header.start;
                setBytes(all[i], "setData", file, samples.start() + 2 * header.start, 2 * frames);
                if (lowBytes != null) {
                  setBytes(all[i], "setData24", file, lowBytes.start() + header.start, frames);
                }
              }
              return bank;
            });
  }

  private static void setBytes(Object sample, String setter, File file, long from, long bytes)
      throws ReflectiveOperationException {
    Class<?> buffer = type("ModelByteBuffer");
    Object place =
        buffer.getConstructor(File.class, long.class, long.class).newInstance(file, from, bytes);
    sample.getClass().getMethod(setter, buffer).invoke(sample, place);
  }

  /** Whether {@code instrument} is a drum kit; its bank number does not tell. */
  static boolean isPercussion(Instrument instrument) throws IOException {
    Patch patch = instrument.getPatch();
    return (boolean)
        call(
            () ->
                type("ModelPatch").isInstance(patch)
                    && (boolean) type("ModelPatch").getMethod("isPercussion").invoke(patch));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  @FunctionalInterface
  private interface Call {
    Object call() throws ReflectiveOperationException;
  }

  private static Object call(Call call) throws IOException {
    try {
      return call.call();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("The JDK's synthesizer failed (" + e.getCause() + ").", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IOException(
          "The JDK's synthesizer is closed to synth; start it through bin/synth, which"
              + " opens the package com.sun.media.sound to it.",
          e);
    } catch (ReflectiveOperationException e) {
      throw new IOException("This Java has no software synthesizer (" + e + ").", e);
    }
  }
}
