package dev.synth.models.classifier.train;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.NoteFeatures;
import dev.synth.train.data.AnalysisFolder;
import dev.synth.train.data.NoteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What is measured of notes, kept in an {@link AnalysisFolder} by the sound and the sizes, in half
 * decibels.
 */
final class HeardNotes implements NoteStream.Loader<HeardNote> {
  private static final int VERSION = 1;
  private static final float STEPS_PER_DB = 2;
  private static final int MOST_STEPS = 255;

  private final ClassifierSpec spec;
  private final AnalysisFolder folder;
  private final Map<Note, Path> places = new ConcurrentHashMap<>();
  private final ThreadLocal<NoteFeatures> features;

  /**
   * Features for models of {@code spec}.
   *
   * @param problems receives a sentence, once, if they cannot be kept
   */
  HeardNotes(ClassifierSpec spec, Consumer<String> problems) {
    this.spec = spec;
    this.folder = new AnalysisFolder("heard", ".heard", problems);
    this.features = ThreadLocal.withInitial(() -> new NoteFeatures(spec));
  }

  /**
   * What is measured of a note. Safe for use by several threads.
   *
   * @throws IOException if it cannot be read, or is silent
   */
  @Override
  public HeardNote load(Note note) throws IOException {
    Path known = places.get(note);
    if (known != null) {
      Optional<HeardNote> kept = AnalysisFolder.read(known, this::read);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    AudioClip clip = note.audio().read();
    Path place = folder.file(checksum(clip));
    HeardNote heard = AnalysisFolder.read(place, this::read).orElse(null);
    if (heard == null) {
      byte[] bytes = bytes(measure(note, clip));
      folder.keep(place, bytes);
      // Read again, so that what is kept and what is not are the same to the bit.
      heard = heard(bytes);
    }
    places.put(note, place);
    return heard;
  }

  private HeardNote measure(Note note, AudioClip clip) throws IOException {
    float[] sound = Resampler.resample(clip, spec.sampleRateHz()).samples();
    return features
        .get()
        .of(sound)
        .orElseThrow(() -> new BadDataException(note.audio() + ": is silent."));
  }

  private String checksum(AudioClip clip) {
    MessageDigest digest = Sha256.digest();
    digest.update(Sha256.bytes(clip.samples()));
    String rest =
        String.join(
            " ",
            Integer.toString(VERSION),
            Integer.toString(clip.sampleRateHz()),
            Integer.toString(spec.sampleRateHz()),
            Integer.toString(spec.frames()),
            Integer.toString(spec.melBands()));
    digest.update(rest.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }

  private int melLength() {
    return spec.frames() * spec.melBands();
  }

  private int spectrumLength() {
    return NoteFeatures.SECTIONS * NoteFeatures.bins(spec);
  }

  private byte[] bytes(HeardNote heard) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES + melLength() + spectrumLength() + 4);
    bytes.putDouble(heard.levelDb());
    put(heard.mel(), bytes);
    put(heard.spectrum(), bytes);
    bytes.putInt(checksum(bytes.array()));
    return bytes.array();
  }

  private static void put(float[] db, ByteBuffer into) {
    for (float value : db) {
      into.put((byte) Math.min(MOST_STEPS, Math.round(-value * STEPS_PER_DB)));
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  private HeardNote read(Path file) throws IOException {
    return heard(Files.readAllBytes(file));
  }

  private HeardNote heard(byte[] file) throws IOException {
    int length = Double.BYTES + melLength() + spectrumLength() + Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length != length || bytes.getInt(length - Integer.BYTES) != checksum(file)) {
      throw new IOException("damaged");
    }
    double level = bytes.getDouble();
    float[] mel = decibels(bytes, melLength());
    return new HeardNote(mel, decibels(bytes, spectrumLength()), level);
  }

  private static float[] decibels(ByteBuffer bytes, int count) {
    float[] db = new float[count];
    for (int i = 0; i < count; i++) {
      db[i] = -(bytes.get() & 0xff) / STEPS_PER_DB;
    }
    return db;
  }
}
