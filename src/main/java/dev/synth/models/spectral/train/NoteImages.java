package dev.synth.models.spectral.train;

import dev.synth.dataset.Note;
import dev.synth.dataset.NotePitch;
import dev.synth.dsp.OffsetFilter;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import dev.synth.models.spectral.NoteSpectrogram;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.train.data.NoteStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is learned of a note.
 *
 * @param images of its pieces, [pieces][rows · columns]
 * @param pitch MIDI
 */
record NoteImages(float[][] images, int pitch) {
  /** Reads them. Safe for use by several threads. */
  static final class Loader implements NoteStream.Loader<NoteImages> {
    private final SpectralSpec spec;
    private final ThreadLocal<NoteSpectrogram> spectrograms;

    Loader(SpectralSpec spec) {
      this.spec = spec;
      this.spectrograms = ThreadLocal.withInitial(() -> new NoteSpectrogram(spec));
    }

    @Override
    public NoteImages load(Note note) throws IOException {
      float[] sound = note.load(spec.sampleRateHz()).samples();
      float[][] images = spectrograms.get().images(OffsetFilter.filter(sound, spec.sampleRateHz()));
      boolean silent = true;
      for (float[] image : images) {
        for (float pixel : image) {
          silent &= pixel == 0;
        }
      }
      if (silent) {
        throw new BadDataException(note.audio() + ": is silent.");
      }
      return new NoteImages(images, pitch(note));
    }

    private static int pitch(Note note) throws IOException {
      NotePitch pitch =
          note.labels().pitch().isPresent()
              ? NotePitch.of(note, OptionalInt.empty(), Optional.empty())
              : NotePitch.of(
                  note, OptionalInt.empty(), PitchEstimator.estimate(note.audio().read()));
      return pitch
          .midi()
          .orElseThrow(
              () ->
                  new BadDataException(
                      note.audio()
                          + ": has no label of its pitch, and no single pitch was detected in it,"
                          + " but a spectral model is trained on notes of one pitch."));
    }
  }
}
