package dev.synth.eval.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.NoteScores;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.SoundScores;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.InterpolationQuality;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for machines. What is not defined is null. */
final class ReportJson {
  /** The list of what is known of each note. */
  static final String EACH_NOTE = "eachNote";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LN_2 = Math.log(2);

  private final EvaluationResult result;

  ReportJson(EvaluationResult result) {
    this.result = result;
  }

  ObjectNode write() {
    ObjectNode all = JSON.createObjectNode();
    all.put("preset", result.model().preset());
    all.put("parameters", result.model().spec().parameterCount());
    all.put("trainingSteps", result.model().provenance().steps());
    all.put("seed", result.plan().seed());
    all.put("temperature", result.plan().temperature());
    all.put("notes", result.notes().size());
    all.put("samples", EvaluationResult.samples(result.notes()));
    all.set("likelihood", likelihood(result.notes()));
    all.set("reconstruction", reconstruction(result.notes()));
    ObjectNode families = all.putObject("families");
    result
        .families()
        .forEach(
            (family, notes) -> {
              ObjectNode node = families.putObject(family).put("notes", notes.size());
              node.set("likelihood", likelihood(notes));
              node.set("reconstruction", reconstruction(notes));
            });
    all.set("embedding", embedding());
    all.set("interpolation", interpolation());
    ArrayNode each = all.putArray(EACH_NOTE);
    result.notes().forEach(note -> each.add(note(note)));
    return all;
  }

  private ObjectNode likelihood(List<NoteScores> notes) {
    ObjectNode node = JSON.createObjectNode();
    double nats = EvaluationResult.natsPerSample(notes);
    put(node, "natsPerSample", nats);
    put(node, "bitsPerSample", nats / LN_2);
    ArrayNode orders = node.putArray("markov");
    for (int order = 0; order <= MarkovModel.ORDER_MAX; order++) {
      int weight = result.bestWeight(order);
      ObjectNode of = orders.addObject().put("order", order);
      of.put("smoothing", MarkovModel.WEIGHTS[weight]);
      put(of, "bitsPerSample", EvaluationResult.markovNats(notes, order, weight) / LN_2);
    }
    node.put("markovFittedOn", result.markovNotes() == 0 ? "the other notes" : "reference notes");
    return node;
  }

  private static ObjectNode reconstruction(List<NoteScores> notes) {
    ObjectNode node = JSON.createObjectNode();
    node.put("pitchCountedOn", EvaluationResult.tracked(notes).size());
    for (ReconstructionMethod way : ReconstructionMethod.values()) {
      ObjectNode of = node.putObject(way.name().toLowerCase(Locale.ROOT));
      put(of, "pitchAccuracy", EvaluationResult.pitchAccuracy(notes, way));
      Metric.ALL.forEach(figure -> put(of, figure.key(), figure.mean(notes, way)));
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
        put(of, "model", readable.embedding());
      }
    }
    return node;
  }

  private ObjectNode interpolation() {
    ObjectNode node = JSON.createObjectNode().put("lines", result.lines().size());
    for (ReconstructionMethod way :
        List.of(
            ReconstructionMethod.MU_LAW,
            ReconstructionMethod.GRIFFIN_LIM_BANDS,
            ReconstructionMethod.MODEL)) {
      ObjectNode of = node.putObject(way.name().toLowerCase(Locale.ROOT));
      put(of, "pitchKept", result.line(way, InterpolationQuality::pitchKept));
      put(of, "pitchErrorCents", result.line(way, InterpolationQuality::pitchErrorCents));
      put(of, "loudnessBendDb", result.line(way, InterpolationQuality::loudnessBendDb));
      put(of, "middleToMixDb", result.line(way, InterpolationQuality::middleToMixDb));
      put(of, "endToEndDb", result.line(way, InterpolationQuality::endToEndDb));
    }
    return node;
  }

  private ObjectNode note(NoteScores note) {
    ObjectNode node = JSON.createObjectNode().put("note", note.note().name());
    node.put("samples", note.samples());
    put(node, "bitsPerSample", note.nats() / note.samples() / LN_2);
    for (Map.Entry<ReconstructionMethod, SoundScores> way : note.ways().entrySet()) {
      ObjectNode of = node.putObject(way.getKey().name().toLowerCase(Locale.ROOT));
      put(of, "pitchCents", way.getValue().pitchCents());
      for (Metric figure : Metric.ALL) {
        put(of, figure.key(), figure.value().applyAsDouble(way.getValue()));
      }
    }
    return node;
  }

  /** JSON has no NaN. */
  private static void put(ObjectNode node, String name, double value) {
    node.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
  }
}
