package dev.synth.app.compose;

import dev.synth.app.Sampling;
import dev.synth.compose.arrange.PlayedNote;
import dev.synth.compose.arrange.PlayedPart;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Plays the parts of a score with learned notes: each different note is synthesized once, some at a
 * time, and put to all its places, as loud and as bright as its velocity says.
 */
final class PlayScore {
  /** The longest piece that is played, whose tracks fit the heap that synth has by default. */
  static final double SECONDS_MOST = 600;

  /** What sounds on behind the end of the piece. */
  static final double RING_SECONDS = 2.5;

  private static final int NOTES_AT_ONCE = 48;
  private static final double RELEASE_SECONDS = 0.18;
  private static final double ATTACK_SECONDS = 0.002;
  private static final double LENGTH_STEP_SECONDS = 0.032;
  private static final double PLACE_STEPS = 16;

  private final Synthesizer synthesizer;
  private final LatentFormat format;
  private final Sampling sampling;
  private final int threads;

  PlayScore(Synthesizer synthesizer, Sampling sampling, int threads) {
    this.synthesizer = synthesizer;
    this.format = synthesizer.format();
    this.sampling = sampling;
    this.threads = threads;
  }

  /** One note that is heard, wherever. */
  private record Sound(int midiPitch, int frames, double place) {}

  /** A place where it is heard. */
  private record Place(int startSample, int soundingSamples, int midiPitch, int velocity) {}

  /**
   * Refuses pieces that are too long.
   *
   * @throws WorkFailedException if it is longer than {@link #SECONDS_MOST}
   */
  static void check(double seconds) {
    if (seconds > SECONDS_MOST) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "The piece is %.0f s long, and up to %.0f s can be played at once; make it shorter,"
                  + " or write the score alone.",
              seconds,
              SECONDS_MOST));
    }
  }

  /** Samples of all tracks, when the last note is let go at {@code seconds}. */
  int samples(double seconds) {
    return (int) Math.ceil((seconds + RING_SECONDS) * format.sampleRateHz());
  }

  /**
   * A part as sound.
   *
   * @param seconds when the last note of all parts is let go
   * @return amplitudes, [{@link #samples}]
   */
  float[] play(PlayedPart part, Instrument instrument, double seconds, ProgressListener listener) {
    int rateHz = format.sampleRateHz();
    float[] track = new float[samples(seconds)];
    Map<Sound, List<Place>> sounds = sounds(part, instrument, seconds, track.length);
    List<Sound> all = new ArrayList<>(sounds.keySet());
    for (int from = 0; from < all.size(); from += NOTES_AT_ONCE) {
      List<Sound> some = all.subList(from, Math.min(all.size(), from + NOTES_AT_ONCE));
      List<GenerationRequest> requests = new ArrayList<>();
      for (Sound sound : some) {
        requests.add(
            new GenerationRequest(
                instrument.note(sound.midiPitch(), sound.frames(), sound.place()),
                sound.midiPitch(),
                format.samples(sound.frames()),
                sampling.temperature(),
                sampling.seed(part.name() + " " + sound)));
      }
      List<float[]> made = synthesizer.synthesize(requests, threads, ProgressListener.NONE);
      for (int i = 0; i < made.size(); i++) {
        for (Place place : sounds.get(some.get(i))) {
          add(track, made.get(i), place, rateHz);
        }
      }
      listener.generated(Math.min(all.size(), from + NOTES_AT_ONCE), all.size());
    }
    return track;
  }

  private Map<Sound, List<Place>> sounds(
      PlayedPart part, Instrument instrument, double seconds, int samples) {
    int rateHz = format.sampleRateHz();
    Map<Sound, List<Place>> sounds = new LinkedHashMap<>();
    for (PlayedNote note : part.notes()) {
      double wanted = note.seconds() + RELEASE_SECONDS;
      int frames =
          Math.max(2, (int) Math.ceil(wanted / LENGTH_STEP_SECONDS))
              * Math.max(1, (int) Math.round(LENGTH_STEP_SECONDS / format.frameSeconds()));
      double place =
          instrument.isMorph()
              ? Math.round(note.startSeconds() / seconds * PLACE_STEPS) / PLACE_STEPS
              : 0;
      int startSample = (int) Math.round(note.startSeconds() * rateHz);
      if (startSample < samples) {
        sounds
            .computeIfAbsent(new Sound(note.midiPitch(), frames, place), s -> new ArrayList<>())
            .add(
                new Place(
                    startSample,
                    (int) Math.round(note.seconds() * rateHz),
                    note.midiPitch(),
                    note.velocity()));
      }
    }
    return sounds;
  }

  private static void add(float[] track, float[] note, Place place, int rateHz) {
    int release = (int) Math.round(RELEASE_SECONDS * rateHz);
    int end = Math.min(note.length, place.soundingSamples() + release);
    int attack = (int) Math.round(ATTACK_SECONDS * rateHz);
    Touch touch = new Touch(place.velocity(), place.midiPitch(), rateHz);
    for (int i = 0; i < end && place.startSample() + i < track.length; i++) {
      double gain = 1;
      if (i < attack) {
        gain *= (double) i / attack;
      }
      int left = end - i;
      if (left < release) {
        gain *= 0.5 - 0.5 * Math.cos(Math.PI * left / release);
      }
      track[place.startSample() + i] += (float) (gain * touch.next(note[i]));
    }
  }
}
