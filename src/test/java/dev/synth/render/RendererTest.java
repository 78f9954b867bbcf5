package dev.synth.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendererTest {
  private static final int FAULTY_PITCH = 13;

  @TempDir private Path dir;
  private static final int FADING_PITCH = 21;
  private final List<String> told = new ArrayList<>();

  /** Synthesizes a constant, one note after the other; cannot do one pitch. */
  private final class Constant implements Synthesizer {
    @Override
    public LatentFormat format() {
      return new LatentFormat(2, 10, 8_000);
    }

    @Override
    public void synthesize(
        NoteSupply supply, long total, int threads, int notesAtOnce, ProgressListener listener) {
      told.add("synthesizes " + notesAtOnce + " on " + threads);
      for (NoteSupply.Order order = supply.next(); order != null; order = supply.next()) {
        GenerationRequest request = order.request();
        if (request.pitch().whole() == FAULTY_PITCH) {
          order.failed(new WorkFailedException("not a number"));
          continue;
        }
        float[] samples = new float[request.samples()];
        Arrays.fill(samples, 0.5f);
        if (request.pitch().whole() == FADING_PITCH) {
          Arrays.fill(samples, 5, samples.length, 0.0009f); // -61 dBFS
        }
        order.finished(samples);
        listener.generated(samples.length, total);
      }
    }

    @Override
    public int notesAtOnce(int notes, int threads, int wanted) {
      return wanted == 0 ? notes : wanted;
    }

    @Override
    public long bytesPerNote() {
      return 1;
    }

    @Override
    public void check(GenerationRequest request) {}

    @Override
    public String description() {
      return "a constant";
    }
  }

  private final Renderer.Listener listener =
      new Renderer.Listener() {
        @Override
        public void begins(int notes, long samples) {
          told.add("begins " + notes + ", " + samples);
        }

        @Override
        public void generated(long done, long total) {}

        @Override
        public void done(RenderJob job) {
          told.add("done " + job.source());
        }

        @Override
        public void made(RenderJob job, AudioClip clip) {
          told.add("made " + job.source() + ", " + clip.samples().length);
        }

        @Override
        public void faded(RenderJob job, double dbfs) {
          told.add("faded " + job.source() + ", " + Math.round(dbfs));
        }

        @Override
        public void failed(RenderJob job, Exception failure) {
          told.add("failed " + job.source() + " (" + failure.getMessage() + ")");
        }
      };

  private RenderJob job(String name, int samples, int pitch) {
    return new RenderJob(
        name,
        dir.resolve(name + ".wav"),
        samples,
        Map.of("samples", samples + ""),
        () -> {
          if (pitch < 0) {
            throw new IOException("unreadable");
          }
          return new GenerationRequest(
              new Embedding(10, 2, new float[20]), pitch, samples, 1, pitch);
        });
  }

  private int run(boolean force, int notesAtOnce, RenderJob... jobs) throws IOException {
    told.clear();
    PostProcessing half =
        new PostProcessing(
            false, null, 4_000, null, null, null, null, false, PostProcessing.NONE.encoding());
    try (WorkFolder folder = WorkFolder.of(dir)) {
      return new Renderer(new Constant(), folder, half, force)
          .run(List.of(jobs), 3, notesAtOnce, listener);
    }
  }

  @Test
  void theLongestComesFirstAndWhatIsDoneIsPassedOver() throws IOException {
    assertEquals(0, run(false, 0, job("a", 10, 60), job("b", 30, 60), job("c", 20, 60)));
    assertEquals(
        List.of("begins 3, 60", "synthesizes 3 on 3", "made b, 15", "made c, 10", "made a, 5"),
        told);
    assertEquals(4_000, AudioFile.read(dir.resolve("a.wav")).sampleRateHz());
    assertEquals(0, run(false, 2, job("a", 10, 60), job("d", 40, 60)));
    assertEquals(List.of("done a", "begins 1, 40", "synthesizes 2 on 3", "made d, 20"), told);
    assertEquals(0, run(false, 0, job("a", 10, 60)));
    assertEquals(List.of("done a"), told, "nothing is begun");
    assertEquals(0, run(true, 0, job("a", 10, 60)));
    assertEquals(List.of("begins 1, 10", "synthesizes 1 on 3", "made a, 5"), told);
  }

  private RenderJob held(String name, int pitch, int heldFrom) {
    RenderJob job = job(name, 20, pitch);
    return new RenderJob(name, job.target(), 20, heldFrom, job.made(), job.loader());
  }

  @Test
  void silenceThatIsHeldIsTold() throws IOException {
    run(false, 1, held("a", FADING_PITCH, 20), held("b", 60, 10), held("c", FADING_PITCH, 10));
    assertEquals(
        List.of("made a, 10", "made b, 10", "made c, 10", "faded c, -61"), told.subList(2, 6));
  }

  @Test
  void failuresAreToldAndCountedAndStopNothing() throws IOException {
    Files.writeString(dir.resolve("taken.wav"), "mine");
    int failures =
        run(
            false,
            0,
            job("faulty", 50, FAULTY_PITCH),
            job("unreadable", 40, -1),
            job("taken", 30, 60),
            job("good", 20, 60));
    assertEquals(3, failures);
    assertEquals("failed faulty (faulty: not a number)", told.get(2));
    assertEquals("failed unreadable (unreadable)", told.get(3));
    assertEquals("made good, 10", told.get(5));
    assertEquals("mine", Files.readString(dir.resolve("taken.wav")));
    assertFalse(Files.exists(dir.resolve("faulty.wav")));
    assertEquals(0, run(false, 0, job("faulty", 50, 60)), "it is to do, and nobody's");
  }

  @Test
  void speedIsMeasuredOnNotesOfTheModelsForm() throws IOException {
    double speed = SpeedTest.samplesPerSecond(new Constant(), 1, 2, 2, 1000);
    assertEquals(true, speed > 0 && Double.isFinite(speed));
  }
}
