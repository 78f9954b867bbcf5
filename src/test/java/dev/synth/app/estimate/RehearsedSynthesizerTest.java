package dev.synth.app.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import dev.synth.testing.InstantModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsedSynthesizerTest {
  @Test
  void itPlaysTheNotesThatTheModelWould() throws Exception {
    Synthesizer model = InstantModels.model(48_000, 1).synthesizer(Precision.FLOAT);
    Synthesizer rehearsed = new RehearsedSynthesizer(model);
    LatentFormat format = rehearsed.format();
    assertEquals(model.format(), format);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int pitch : new int[] {48, 69}) {
      Embedding embedding = new Embedding(30, format.channels(), new float[30 * format.channels()]);
      requests.add(new GenerationRequest(embedding, pitch, format.samples(30) - pitch, 1, 5));
    }
    List<float[]> sounds = rehearsed.synthesize(requests, 1, ProgressListener.NONE);
    for (int i = 0; i < sounds.size(); i++) {
      GenerationRequest request = requests.get(i);
      assertEquals(request.samples(), sounds.get(i).length);
      double midi =
          PitchEstimator.estimate(new AudioClip(sounds.get(i), format.sampleRateHz()))
              .orElseThrow()
              .midi();
      assertEquals(request.pitch().whole(), midi, 0.1);
    }
    assertEquals(model.refusal(PlayedPitch.UNKNOWN), rehearsed.refusal(PlayedPitch.UNKNOWN));
    assertTrue(rehearsed.refusal(PlayedPitch.UNKNOWN).isPresent());
    assertNotNull(rehearsed.description());
  }
}
