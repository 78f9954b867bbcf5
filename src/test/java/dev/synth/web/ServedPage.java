package dev.synth.web;

import dev.synth.app.LoadedModel;
import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedModel;
import dev.synth.app.play.PlayedSounds;
import dev.synth.model.ModelFiles;
import dev.synth.testing.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page as synth play serves it without arguments, and a browser. */
final class ServedPage implements AutoCloseable {
  static final Path NOTES = Path.of("nsynth-data/audio");
  static final int RATE_HZ = 48_000;
  static final String READY = "document.documentElement.dataset.ready === 'true'";

  private final Chromium chromium;
  private final LoadedModel model;
  private final PlayedInstrument instrument;
  private final PlayServer server;

  /** Serves it; where there is no browser, the test is skipped. */
  ServedPage(Path folder) throws IOException, InterruptedException {
    chromium = Chromium.start(folder);
    model = LoadedModel.open(ModelFiles.byDefault(), 2);
    PlayedSounds sounds = new PlayedSounds(model, NOTES, 2);
    List<Corner> corners = new ArrayList<>();
    for (String name : PlayedSounds.DEFAULT) {
      corners.add(sounds.library(name));
    }
    instrument = new PlayedInstrument("1.2.3", PlayedModel.of(model), corners, sounds);
    server = new PlayServer(new PlayServer.Place("127.0.0.1", 0)).serve(instrument);
  }

  Chromium chromium() {
    return chromium;
  }

  PlayedInstrument instrument() {
    return instrument;
  }

  String address() {
    return server.address();
  }

  String modelSha256() throws IOException {
    return model.sha256();
  }

  @Override
  public void close() throws IOException {
    chromium.close();
    server.close();
    model.close();
  }
}
