package dev.synth.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.play.Generator;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RendererThreadsTest {
  private static final int NOTES = 8;

  @TempDir private Path dir;
  private final SavedModel model = RandomModels.model(WaveNetPresets.tiny(), 1);

  private GenerationRequest request() {
    int channels = WaveNetPresets.tiny().latentChannels();
    return new GenerationRequest(new Embedding(1, channels, new float[channels]), 60, 40, 1, 1);
  }

  /** Fails where two threads are in it at once. */
  private static final class Alone implements Renderer.Listener {
    private final AtomicInteger inside = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();

    private void hear(String what) {
      assertEquals(1, inside.incrementAndGet(), "one thread at a time");
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      heard.add(what);
      inside.decrementAndGet();
    }

    @Override
    public void begins(int notes, long samples) {
      hear("begins");
    }

    @Override
    public void generated(long done, long total) {
      hear("generated");
    }

    @Override
    public void done(RenderJob job) {
      hear("done");
    }

    @Override
    public void made(RenderJob job, AudioClip clip) {
      hear("made");
    }

    @Override
    public void failed(RenderJob job, Exception failure) {
      hear("failed");
    }
  }

  @Test
  void theListenerHearsOneThreadAtATime() throws IOException {
    List<RenderJob> jobs = new ArrayList<>();
    for (int i = 0; i < NOTES; i++) {
      boolean fails = i % 4 == 3;
      jobs.add(
          new RenderJob(
              "note " + i,
              dir.resolve(i + ".wav"),
              40,
              Map.of("note", i + ""),
              () -> {
                if (fails) {
                  throw new IOException("note: fails.");
                }
                return request();
              }));
    }
    for (String end : List.of("made", "done")) {
      Alone listener = new Alone();
      try (WorkFolder folder = WorkFolder.of(dir)) {
        new Renderer(Generator.of(model), folder, PostProcessing.NONE, false)
            .run(jobs, 4, 4, listener);
      }
      assertEquals(6, listener.heard.stream().filter(end::equals).count(), "" + listener.heard);
      assertEquals(2, listener.heard.stream().filter("failed"::equals).count());
    }
  }

  /** Each of two notes waits, in its end, for the other one's. */
  @Test
  void notesEndSideBySide() {
    CyclicBarrier bothEnd = new CyclicBarrier(2);
    AtomicInteger left = new AtomicInteger(2);
    AtomicInteger ended = new AtomicInteger();
    NoteSupply supply =
        () ->
            left.getAndDecrement() <= 0
                ? null
                : new NoteSupply.Order() {
                  @Override
                  public GenerationRequest request() {
                    return RendererThreadsTest.this.request();
                  }

                  @Override
                  public void finished(float[] samples) {
                    try {
                      bothEnd.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                      throw new IllegalStateException("the other note waits for this one", e);
                    }
                    ended.incrementAndGet();
                  }

                  @Override
                  public void failed(WorkFailedException failure) {
                    throw failure;
                  }
                };
    Generator.of(model).synthesize(supply, 80, 2, 2, ProgressListener.NONE);
    assertEquals(2, ended.get());
    assertTrue(left.get() <= 0);
  }
}
