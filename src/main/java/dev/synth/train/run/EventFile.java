package dev.synth.train.run;

import com.google.protobuf.ByteString;
import dev.synth.io.tfrecord.TfRecordWriter;
import dev.synth.train.run.EventProto.Event;
import dev.synth.train.run.EventProto.SessionLog;
import dev.synth.train.run.EventProto.SessionLog.SessionStatus;
import dev.synth.train.run.EventProto.Summary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes an event file that TensorBoard reads; every event is handed to the system at once. */
public final class EventFile implements AutoCloseable {
  private final TfRecordWriter out;

  /**
   * A new file.
   *
   * @param step where the run resumes: later steps of older files in the folder are void
   */
  EventFile(Path file, long step) throws IOException {
    out =
        new TfRecordWriter(
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)));
    write(event(step).setFileVersion("brain.Event:2"));
    restart(step);
  }

  /** Says that the run resumes from {@code step}: what is known of later steps is void. */
  public void restart(long step) throws IOException {
    write(event(step).setSessionLog(SessionLog.newBuilder().setStatus(SessionStatus.START)));
  }

  private static Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1e3).setStep(step);
  }

  private void write(Event.Builder event) throws IOException {
    out.write(event.build().toByteArray());
    out.flush();
  }

  /** Numbers by tag; those that are not numbers are left out. */
  void scalars(long step, Map<String, Double> values) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    values.forEach(
        (tag, value) -> {
          if (Double.isFinite(value)) {
            summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue());
          }
        });
    write(event(step).setSummary(summary));
  }

  /** A sound, from a mono WAV file. */
  public void audio(long step, String tag, Path wav, int sampleRateHz, int samples)
      throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    summary
        .addValueBuilder()
        .setTag(tag)
        .getAudioBuilder()
        .setSampleRate(sampleRateHz)
        .setNumChannels(1)
        .setLengthFrames(samples)
        .setEncodedAudioString(ByteString.copyFrom(Files.readAllBytes(wav)))
        .setContentType("audio/wav");
    write(event(step).setSummary(summary));
  }

  /** An RGB picture, from a PNG file. */
  public void image(long step, String tag, Path png, int width, int height) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    summary
        .addValueBuilder()
        .setTag(tag)
        .getImageBuilder()
        .setWidth(width)
        .setHeight(height)
        .setColorspace(3)
        .setEncodedImageString(ByteString.copyFrom(Files.readAllBytes(png)));
    write(event(step).setSummary(summary));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
