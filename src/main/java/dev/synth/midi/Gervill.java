package dev.synth.midi;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
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

  /** The soundfont {@code file}, its samples left on the disk. */
  static Soundbank soundfont(File file) throws IOException {
    return (Soundbank)
        call(() -> type("SF2Soundbank").getConstructor(File.class).newInstance(file));
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

  /**
   * Whether every loop of {@code instrument}'s samples has a length: the synthesizer goes round one
   * of none, or of less, for ever.
   */
  static boolean hasWholeLoops(Instrument instrument) throws IOException {
    return (boolean)
        call(
            () -> {
              if (!type("ModelInstrument").isInstance(instrument)) {
                return true;
              }
              Class<?> wavetable = type("ModelByteBufferWavetable");
              Object[] performers =
                  (Object[]) type("ModelInstrument").getMethod("getPerformers").invoke(instrument);
              for (Object performer : performers) {
                Collection<?> oscillators =
                    (Collection<?>)
                        type("ModelPerformer").getMethod("getOscillators").invoke(performer);
                for (Object oscillator : oscillators) {
                  if (wavetable.isInstance(oscillator)
                      && (int) wavetable.getMethod("getLoopType").invoke(oscillator) != 0
                      && !((float) wavetable.getMethod("getLoopStart").invoke(oscillator) >= 0
                          && (float) wavetable.getMethod("getLoopLength").invoke(oscillator) > 0)) {
                    return false;
                  }
                }
              }
              return true;
            });
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
