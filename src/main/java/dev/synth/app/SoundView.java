package dev.synth.app;

/** What can be drawn of a sound. */
public enum SoundView {
  /** Amplitude over time. */
  WAVEFORM,
  /** Level over time and frequency. */
  SPECTROGRAM,
  /** Level as brightness and instantaneous frequency as colour, over time and pitch. */
  RAINBOWGRAM,
  /** What the model's encoder makes of it. */
  EMBEDDING
}
