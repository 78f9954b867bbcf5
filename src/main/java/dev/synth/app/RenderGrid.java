package dev.synth.app;

import dev.synth.app.estimate.RenderEstimate;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.io.BadSettingException;
import dev.synth.io.WorkFolder;
import dev.synth.io.path.Destination;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import dev.synth.latent.TimeShape;
import dev.synth.model.Synthesizer;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.PadFile;
import dev.synth.render.grid.SamplerFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Renders a grid of mixtures into a folder: the corners' embeddings, a sound a note, and, when all
 * notes are there, the manifest and the instruments that are made of them. The same grid again
 * makes what is missing.
 */
public final class RenderGrid implements AutoCloseable {
  private final LoadedModel model;
  private final Settings settings;
  private final LatentFormat format;
  private final GridSources sources;
  private final GridFiles files;
  private final List<RenderJob> jobs;
  private final WorkFolder folder;
  private int loops;

  /**
   * What is made.
   *
   * @param output the folder
   * @param samplers formats in which instruments are written
   * @param padLength of each sound in the pads file, or null for no pads file
   * @param force whether to make anew what is done
   */
  public record Settings(
      GridPlan plan,
      Path output,
      TimeShape shape,
      Sampling sampling,
      PostProcessing processing,
      Set<SamplerFormat> samplers,
      TimeLength padLength,
      Workers workers,
      boolean force) {}

  /**
   * Prepares a grid: reads every corner, and checks everything that can be known before the first
   * note.
   *
   * @throws BadSettingException if a pads file is wanted of sound that the device cannot play
   * @throws dev.synth.io.CannotCreateException if a file is in the way that synth did not make
   */
  public RenderGrid(LoadedModel model, Settings settings) throws IOException {
    this.model = model;
    this.settings = settings;
    this.format = model.latent();
    Destination.of(settings.output(), null);
    PadFile pad = pad();
    GridPlan plan = settings.plan();
    for (int pitch : plan.pitches()) {
      Precision precision = settings.sampling().precision();
      Optional<String> refusal = model.synthesizer(precision).refusal(PlayedPitch.of(pitch));
      if (refusal.isPresent()) {
        throw new BadSettingException("The setting 'pitches': a note " + refusal.get());
      }
    }
    this.sources =
        new GridSources(plan, settings.output(), model.inputs(), settings.shape(), format);
    Map<String, String> common = common();
    this.files = new GridFiles(plan, settings.output(), common, settings.samplers(), pad);
    this.jobs = jobs(common);
    this.folder = WorkFolder.of(settings.output());
    if (!settings.force()) {
      files.check(folder);
    }
  }

  /** The pads file that is wanted, or null; it can only be of sound as the device plays it. */
  private PadFile pad() {
    if (settings.padLength() == null) {
      return null;
    }
    PostProcessing processing = settings.processing();
    if (processing.stereo()
        || processing.encoding().sampleBytes() != 2
        || (processing.rateHz() != null && processing.rateHz() != format.sampleRateHz())) {
      throw new BadSettingException(
          "A pads file wants sound as the device plays it, mono, 16 bits, "
              + format.sampleRateHz()
              + " Hz; leave out the setting 'stereo', the setting 'float', the setting 'bits' and the setting 'rate'");
    }
    if (settings.padLength().amount() == 0) {
      throw new BadSettingException("The setting 'pad length' must be more than 0");
    }
    try {
      int rowSamples = settings.padLength().samples(format.sampleRateHz(), format.hopSamples());
      return new PadFile(settings.plan().size(), settings.plan().pitches().size(), rowSamples);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("The setting 'pad length': " + e.getMessage());
    }
  }

  private Map<String, String> common() throws IOException {
    Map<String, String> common = new LinkedHashMap<>();
    common.put("command", "grid");
    common.put("model", model.sha256());
    common.put("interpolation", settings.plan().mix().name().toLowerCase(Locale.ROOT));
    common.putAll(settings.sampling().settings());
    common.putAll(settings.shape().settings());
    common.putAll(settings.processing().settings());
    return common;
  }

  private List<RenderJob> jobs(Map<String, String> common) {
    GridPlan plan = settings.plan();
    List<RenderJob> all = new ArrayList<>();
    for (GridPlan.Cell cell : plan.cells()) {
      int samples = settings.shape().cut(format.samples(sources.frames(cell)), format);
      Map<String, String> made = new LinkedHashMap<>(common);
      made.put("corners", sources.content(cell));
      made.put("weights", Arrays.toString(cell.weights()));
      made.put("pitch", String.valueOf(cell.pitch()));
      made.put("seed", String.valueOf(cell.seed()));
      all.add(
          new RenderJob(
                  cell.name(),
                  settings.output().resolve(cell.file()),
                  samples,
                  made,
                  () ->
                      new GenerationRequest(
                          plan.mix().mix(sources.embeddings(cell), cell.x(), cell.y()),
                          PlayedPitch.of(cell.pitch()),
                          samples,
                          settings.sampling().temperature(),
                          cell.seed(),
                          LatentInputs.level(sources.info(cell), settings.sampling())))
              .of(sources.ingredients(cell)));
    }
    return all;
  }

  /**
   * Measures the speed for a few seconds and says what the grid would take; makes nothing.
   *
   * @param failed receives each note that cannot be made
   */
  public WorkEstimate estimate(BiConsumer<RenderJob, Exception> failed) throws IOException {
    Synthesizer synthesizer = model.synthesizer(settings.sampling().precision());
    RenderEstimate estimate =
        new RenderEstimate(synthesizer, settings.processing(), settings.workers());
    estimate.count(jobs, folder, settings.force(), failed);
    estimate.addBytes(files.bytes());
    return estimate.measure(settings.output(), 0);
  }

  /** Encodes the corners that are sounds and were not encoded before. */
  public void encodeCorners(EncodeProgress progress) throws IOException {
    sources.encode(
        new EncodeSounds(model, folder, settings.force(), settings.processing().marking()),
        progress);
  }

  /**
   * Renders what is missing, after {@link #encodeCorners}; then, if all notes are there, writes the
   * manifest and the instruments.
   *
   * @return whether all notes are there
   */
  public boolean render(Renderer.Listener listener) throws IOException {
    int failures =
        model.render(
            jobs,
            folder,
            settings.sampling(),
            settings.processing(),
            settings.workers(),
            settings.force(),
            listener);
    if (failures == 0) {
      Marking marking = settings.processing().marking().by(model.madeBy());
      loops = files.write(folder, marking, new Origin(common(), List.of()));
    }
    return failures == 0;
  }

  /** How many notes the grid has. */
  public int notes() {
    return jobs.size();
  }

  /** How many notes have a loop, after {@link #render} made all. */
  public int loops() {
    return loops;
  }

  /** Gives up the folder. */
  @Override
  public void close() throws IOException {
    folder.close();
  }
}
