package dev.synth.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.NamedModel;
import dev.synth.eval.NoteScores;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.SoundScores;
import dev.synth.eval.Speed;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.InterpolationQuality;
import java.util.List;
import java.util.Map;

/** The report for machines. What is not defined is null. */
final class ReportJson {
  /** The list of what is known of each note. */
  static final String EACH_NOTE = "eachNote";

  /** The object of what is known of each family. */
  static final String FAMILIES = "families";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LN_2 = Math.log(2);

  private final EvaluationResult result;

  ReportJson(EvaluationResult result) {
    this.result = result;
  }

  ObjectNode write() {
    ObjectNode all = JSON.createObjectNode();
    if (result.isOfOne()) {
      describe(all, result.models().get(0));
    }
    ArrayNode models = all.putArray("models");
    result.models().forEach(model -> describe(models.addObject().put("name", model.name()), model));
    all.put("seed", result.plan().seed());
    all.put("temperature", result.plan().temperature());
    all.put("notes", result.notes().size());
    all.put("samples", EvaluationResult.samples(result.notes()));
    all.put("sampleRateHz", result.format().sampleRateHz());
    all.set("likelihood", likelihood(result.notes()));
    all.set("reconstruction", reconstruction(result.notes()));
    ObjectNode families = all.putObject(FAMILIES);
    result
        .families()
        .forEach(
            (family, notes) -> {
              ObjectNode node = families.putObject(family).put("notes", notes.size());
              node.set("likelihood", likelihood(notes));
              node.set("reconstruction", reconstruction(notes));
            });
    all.set("speed", speed());
    all.set("embedding", embedding());
    all.set("interpolation", interpolation());
    all.set("nearestTrainingNotes", memorisation());
    ArrayNode each = all.putArray(EACH_NOTE);
    result.notes().forEach(note -> each.add(note(note)));
    return all;
  }

  private static void describe(ObjectNode node, NamedModel named) {
    node.put("model", named.file());
    node.put("kind", named.model().spec().kind());
    node.put("preset", named.model().preset());
    node.put("parameters", named.model().spec().parameterCount());
    node.put("trainingSteps", named.model().provenance().steps());
    node.put("sampleRateHz", named.model().spec().sampleRateHz());
  }

  /** Of one model its likelihood, or null; of several an object of those that have one, by name. */
  private JsonNode likelihood(List<NoteScores> notes) {
    if (result.isOfOne()) {
      return result.scored().isEmpty() ? JSON.nullNode() : likelihood(notes, 0);
    }
    ObjectNode node = JSON.createObjectNode();
    result.scored().forEach(m -> node.set(result.models().get(m).name(), likelihood(notes, m)));
    return node;
  }

  private ObjectNode likelihood(List<NoteScores> notes, int model) {
    ObjectNode node = JSON.createObjectNode();
    double nats = EvaluationResult.natsPerSample(notes, model);
    put(node, "natsPerSample", nats);
    put(node, "bitsPerSample", nats / LN_2);
    ArrayNode orders = node.putArray("markov");
    for (int order = 0; order <= MarkovModel.ORDER_MAX; order++) {
      int weight = result.bestWeight(model, order);
      ObjectNode of = orders.addObject().put("order", order);
      of.put("smoothing", MarkovModel.WEIGHTS[weight]);
      put(of, "bitsPerSample", EvaluationResult.markovNats(notes, model, order, weight) / LN_2);
    }
    node.put("markovFittedOn", result.markovNotes() == 0 ? "the other notes" : "reference notes");
    return node;
  }

  private ObjectNode speed() {
    ObjectNode node = JSON.createObjectNode();
    for (NamedModel model : result.models()) {
      Speed speed = result.speed(model.method()).orElseThrow();
      ObjectNode of = node.putObject(model.name());
      of.put("encodingSecondsPerSecond", speed.encoding());
      of.put("playingSecondsPerSecond", speed.playing());
    }
    return node;
  }

  private ObjectNode reconstruction(List<NoteScores> notes) {
    ObjectNode node = JSON.createObjectNode();
    node.put("pitchCountedOn", EvaluationResult.tracked(notes).size());
    for (ReconstructionMethod way : result.methods()) {
      ObjectNode of = node.putObject(way.key());
      put(of, "pitchAccuracy", EvaluationResult.pitchAccuracy(notes, way));
      Metric.ALL.forEach(figure -> put(of, figure.key(), figure.average(notes, way)));
    }
    ObjectNode paper = node.putObject("paper");
    paper.put("pitchAccuracyOriginal", PublishedFigures.PITCH_ORIGINAL);
    paper.put("pitchAccuracySpectral", PublishedFigures.PITCH_SPECTRAL);
    paper.put("pitchAccuracyWaveNet", PublishedFigures.PITCH_WAVENET);
    return node;
  }

  private ObjectNode embedding() {
    ObjectNode node = JSON.createObjectNode();
    for (boolean pitch : new boolean[] {false, true}) {
      for (boolean linear : new boolean[] {false, true}) {
        EvaluationResult.Readable readable = result.readable(pitch, linear);
        ObjectNode of =
            node.putObject((pitch ? "pitch" : "family") + (linear ? "Linear" : "Neighbours"));
        of.put("notes", readable.notes());
        put(of, "chance", readable.chance());
        put(of, "bands", readable.bands());
        for (int m = 0; m < result.models().size(); m++) {
          put(of, result.models().get(m).name(), readable.embeddings().get(m));
        }
      }
    }
    return node;
  }

  private ObjectNode interpolation() {
    ObjectNode node = JSON.createObjectNode().put("lines", result.lines().size());
    for (ReconstructionMethod way : result.lineMethods()) {
      ObjectNode of = node.putObject(way.key());
      put(of, "pitchKept", result.line(way, InterpolationQuality::pitchKept));
      put(of, "pitchErrorCents", result.line(way, InterpolationQuality::pitchErrorCents));
      put(of, "loudnessBendDb", result.line(way, InterpolationQuality::loudnessBendDb));
      put(of, "middleToMixDb", result.line(way, InterpolationQuality::middleToMixDb));
      put(of, "endToEndDb", result.line(way, InterpolationQuality::endToEndDb));
    }
    return node;
  }

  private ObjectNode memorisation() {
    ObjectNode node = JSON.createObjectNode();
    for (int m = 0; m < result.models().size(); m++) {
      if (result.models().get(m).trained().isPresent()) {
        EvaluationResult.Memorisation found = result.memorisation(m);
        ObjectNode of = node.putObject(result.models().get(m).name());
        put(of, "originalsMedianDistance", found.originals());
        put(of, "reconstructionsMedianDistance", found.reconstructions());
        put(of, "nearerThanOriginals", found.nearer());
      }
    }
    return node;
  }

  private ObjectNode note(NoteScores note) {
    ObjectNode node = JSON.createObjectNode().put("note", note.note().name());
    node.put("samples", note.samples());
    for (Map.Entry<ReconstructionMethod, SoundScores> way : note.ways().entrySet()) {
      ObjectNode of = node.putObject(way.getKey().key());
      put(of, "pitchCents", way.getValue().pitchCents());
      for (Metric figure : Metric.ALL) {
        put(of, figure.key(), figure.value().applyAsDouble(way.getValue()));
      }
    }
    for (int m : result.scored()) {
      double bits = note.models().get(m).natsPerSample() / LN_2;
      JsonNode model = node.get(result.models().get(m).name());
      put(result.isOfOne() ? node : (ObjectNode) model, "bitsPerSample", bits);
    }
    return node;
  }

  /** JSON has no NaN. */
  private static void put(ObjectNode node, String name, double value) {
    node.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
  }
}
