package dev.synth.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.testing.ChromiumTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of synth play, in Chromium. */
class PlayPageTest {
  private static final Path NOTES = ServedPage.NOTES;
  private static final int RATE_HZ = ServedPage.RATE_HZ;
  private static final String READY = ServedPage.READY;

  /** The page is told of as many drop-outs as a test wants, not of those of a busy machine. */
  private static final String DROPS =
      "Object.defineProperty(AudioContext.prototype, 'playbackStats', { get: () => ({"
          + " underrunEvents: window.drops ?? 0 }) })";

  @TempDir static Path dir;

  private static ServedPage served;

  private ChromiumTab page;

  @BeforeAll
  static void serve() throws Exception {
    served = new ServedPage(dir);
  }

  @AfterAll
  static void end() throws IOException {
    if (served != null) {
      served.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    page = served.chromium().tab(DROPS);
    page.size(1280, 800, false);
    page.open(served.address(), READY);
  }

  @AfterEach
  void close() {
    page.close();
  }

  /** Plays a key once, so that everything is there. */
  private void wake() throws Exception {
    page.type("KeyA", "a");
    page.await("synth.engine.node !== null && synth.engine.context.state === 'running'");
    page.await("synth.engine.state && synth.engine.state.keys.length === 0");
  }

  private float[] recorded(String scenario) throws Exception {
    return page.floats(
        "(async () => { const wait = (ms) => new Promise((r) => setTimeout(r, ms)); const { engine,"
            + " pad } = synth; await engine.record(); await wait(60); "
            + scenario
            + " return engine.stopRecording(); })()");
  }

  private static float[] part(float[] sound, double from, double to) {
    return Arrays.copyOfRange(sound, (int) (from * RATE_HZ), (int) (to * RATE_HZ));
  }

  private static double largestStep(float[] sound) {
    double largest = 0;
    for (int i = 1; i < sound.length; i++) {
      largest = Math.max(largest, Math.abs(sound[i] - sound[i - 1]));
    }
    return largest;
  }

  private String message() throws Exception {
    return page.value("document.getElementById('message').textContent").asText();
  }

  @Test
  void loadsWithoutAWordAndAsksNobodyElse() throws Exception {
    wake();
    assertEquals(List.of(), page.errors());
    for (String request : page.requests()) {
      String own = "blob:" + served.address().replaceFirst("(//[^/]+).*", "$1");
      assertTrue(
          request.startsWith(served.address())
              || request.startsWith("data:")
              || request.startsWith(own),
          request);
    }
    assertEquals("Flute", page.value("document.querySelector('select').value").asText());
  }

  /** The key that wakes the sound is heard, however short it was. */
  @Test
  void theFirstTapSounds() throws Exception {
    page.value(
        "(() => { window.peak = 0; const show = synth.engine.onState; synth.engine.onState = (s) =>"
            + " { show(s); window.peak = Math.max(window.peak, s.peak); }; })()");
    page.type("KeyA", "a");
    page.await("window.peak > 1e-3");
    page.await("synth.engine.state.keys.length === 0");
  }

  @Test
  void aKeySoundsAtOnce() throws Exception {
    wake();
    page.value(
        "window.addEventListener('keydown', () => (window.struck ="
            + " synth.engine.context.currentTime), { capture: true })");
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 6; i++) {
      page.value("synth.engine.record()");
      page.await("synth.engine.recording.length > 1");
      page.key(true, "KeyK", "k");
      Thread.sleep(150);
      page.key(false, "KeyK", "k");
      float[] sound = page.floats("synth.engine.stopRecording()");
      double from = page.value("synth.engine.recordedFrom").asDouble();
      double struck = page.value("window.struck").asDouble() * RATE_HZ;
      int first = 0;
      while (first < sound.length && Math.abs(sound[first]) < 1e-4) {
        first++;
      }
      assertTrue(first > 0 && first < sound.length, "it sounds, and not before");
      best = Math.min(best, (from + first - struck) / RATE_HZ);
      page.await("synth.engine.state.keys.length === 0");
    }
    double own = page.value("synth.engine.context.baseLatency").asDouble();
    assertTrue(best < own + 0.02, 1000 * best + " ms from the key to the sound");
  }

  /** Within 5 cents of the key, in five octaves. */
  @Test
  void keysAreInTune() throws Exception {
    wake();
    for (int midi : new int[] {36, 48, 57, 72, 84, 96}) {
      float[] sound =
          recorded(
              "pad.move(1, 0); engine.press('x', "
                  + midi
                  + ", 0.8); await wait(900);"
                  + " engine.lift('x'); await wait(100);");
      Pitch heard =
          PitchEstimator.estimate(new AudioClip(part(sound, 0.5, 0.9), RATE_HZ)).orElseThrow();
      assertEquals(midi, heard.midi(), 0.05, "MIDI");
    }
  }

  @Test
  void theDotChangesTheSoundWithoutAClick() throws Exception {
    wake();
    float[] sound =
        recorded(
            "pad.move(0, 0); engine.press('x', 60, 0.9); await wait(700);"
                + " for (let i = 0; i <= 60; i++) { pad.move(i / 60, 0); await wait(16); }"
                + " await wait(600);");
    double end = sound.length / (double) RATE_HZ;
    float[] flute = part(sound, 0.4, 0.7);
    float[] trumpet = part(sound, end - 0.4, end - 0.1);
    double before = largestStep(flute) / Levels.rms(flute);
    double after = largestStep(trumpet) / Levels.rms(trumpet);
    assertTrue(after > 1.5 * before, "the trumpet is brighter: " + before + ", " + after);
    double most = Math.max(largestStep(flute), largestStep(trumpet));
    assertTrue(largestStep(sound) < 2 * most, largestStep(sound) + " against " + most);
  }

  @Test
  void draggingByMouseAndByKeysMovesTheDot() throws Exception {
    double[] pad = page.box("#pad");
    page.mouse("mousePressed", pad[0], pad[1]);
    page.mouse("mouseMoved", pad[0] + pad[2] / 4, pad[1] - pad[3] / 4);
    page.mouse("mouseReleased", pad[0] + pad[2] / 4, pad[1] - pad[3] / 4);
    assertEquals(0.75, page.value("synth.pad.x").asDouble(), 0.01);
    assertEquals(0.25, page.value("synth.pad.y").asDouble(), 0.01);
    page.type("ArrowLeft", "ArrowLeft");
    page.type("ArrowDown", "ArrowDown");
    assertEquals(0.73, page.value("synth.pad.x").asDouble(), 0.01);
    assertEquals(0.27, page.value("synth.pad.y").asDouble(), 0.01);
    String words = "[synth.pad.rangeX, synth.pad.rangeY].map((r) => r.ariaValueText).join()";
    assertEquals(
        "53 % Trumpet, 20 % Flute, 20 % Piano, 7 % Cello",
        page.value("synth.pad.rangeX.ariaValueText").asText(),
        "what a key changes is told at once");
    assertEquals(
        page.value("[synth.pad.words(), synth.pad.words()].join()").asText(),
        page.value(words).asText());
    page.type("Digit3", "3");
    assertEquals(0, page.value("synth.pad.x").asDouble());
    assertEquals(1, page.value("synth.pad.y").asDouble());
    assertEquals("{\"x\":0,\"y\":1}", page.value("JSON.stringify(synth.engine.dot)").asText());
  }

  /** The screen's keys are buttons that a screen reader knows, with one stop for the Tab key. */
  @Test
  void thePianoCanBePlayedByKeysAlone() throws Exception {
    String focused = "document.activeElement.getAttribute('aria-label')";
    page.value("document.querySelector('#keys [tabindex=\"0\"]').focus()");
    assertEquals("C4", page.value(focused).asText());
    page.type("ArrowRight", "ArrowRight");
    assertEquals("C sharp 4", page.value(focused).asText());
    page.key(true, "Enter", "Enter");
    page.await("document.activeElement.getAttribute('aria-pressed') === 'true'");
    page.await("synth.engine.state && synth.engine.state.keys.length === 1");
    page.key(false, "Enter", "Enter");
    page.await("document.activeElement.getAttribute('aria-pressed') === 'false'");
    page.await("synth.engine.state.keys.length === 0");
    assertEquals(
        1, page.value("document.querySelectorAll('#keys [tabindex=\"0\"]').length").asInt());
    String unnamed =
        "[...document.querySelectorAll('button, select, input:not([hidden])')].filter((e) =>"
            + " !(e.getAttribute('aria-label') || e.labels?.[0]?.textContent.trim() ||"
            + " e.textContent.trim())).length";
    assertEquals(0, page.value(unnamed).asInt(), "controls without a name");
  }

  @Test
  void moreNotesThanVoicesAreNoTrouble() throws Exception {
    wake();
    float[] sound =
        recorded(
            "for (let i = 0; i < 24; i++) { engine.press('k' + i, 40 + 2 * i, 1); await wait(20); }"
                + " await wait(600); window.most = engine.state.keys.length;"
                + " for (let i = 0; i < 24; i++) engine.lift('k' + i); await wait(700);");
    assertEquals(16, page.value("window.most").asInt());
    double peak = 0;
    for (float sample : sound) {
      peak = Math.max(peak, Math.abs(sample));
    }
    assertTrue(peak > 0.1 && peak <= Math.pow(10, -1 / 20.0) + 1e-6, "peak " + peak);
    assertTrue(
        Levels.rms(
                part(sound, sound.length / (double) RATE_HZ - 0.1, sound.length / (double) RATE_HZ))
            < 1e-4,
        "all notes end");
  }

  @Test
  void aDroppedSoundPlays() throws Exception {
    Path file = dir.resolve("my guitar C3.wav");
    Files.copy(NOTES.resolve("guitar_acoustic_024-048-100.wav"), file);
    drop(file);
    page.await("synth.corners.chosen[3].name === 'my guitar C3'");
    assertEquals(
        "my guitar C3", page.value("document.querySelectorAll('select')[3].value").asText());
    wake();
    float[] sound =
        recorded(
            "pad.move(1, 1); engine.press('x', 48, 0.9); await wait(500); engine.lift('x'); await"
                + " wait(300);");
    assertTrue(Levels.rms(part(sound, 0.1, 0.4)) > 1e-3, "it sounds");
    assertEquals(List.of(), page.errors());
  }

  /** Drops files as the mouse would: 9 pixels from the lower right end of an element. */
  private void drop(String selector, Path... files) throws Exception {
    double[] box = page.box(selector);
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      names.add(file.toAbsolutePath().toString());
    }
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      page.send(
          "Input.dispatchDragEvent",
          "type",
          type,
          "x",
          box[0] + box[2] / 2 - 9,
          "y",
          box[1] + box[3] / 2 - 9,
          "data",
          Map.of("items", List.of(), "files", names, "dragOperationsMask", 1));
    }
  }

  private void awaitMessage(String part) throws Exception {
    page.await("document.getElementById('message').textContent.includes('" + part + "')");
  }

  /** Files that are dropped together take one corner each, from where they were dropped on. */
  @Test
  void soundsThatAreDroppedTogetherTakeOneCornerEach() throws Exception {
    Path first = dir.resolve("one C3.wav");
    Path text = dir.resolve("note.wav");
    Path third = dir.resolve("three C3.wav");
    Files.copy(NOTES.resolve("guitar_acoustic_024-048-100.wav"), first);
    Files.copy(NOTES.resolve("guitar_acoustic_024-048-100.wav"), third);
    Files.writeString(text, "no sound");
    drop(first, text, third);
    page.await("synth.corners.chosen[1].name === 'three C3'");
    assertEquals(
        "[\"Flute\",\"three C3\",\"Cello\",\"one C3\"]",
        page.value("JSON.stringify(synth.corners.chosen.map((c) => c.name))").asText());
    awaitMessage("three C3 is on the pad.");
    assertTrue(message().startsWith("one C3 is on the pad. note.wav: "), message());
    drop(first, text, first, first, first, first);
    awaitMessage("A pad has four corners: of 6 files the first four are taken.");
  }

  private void drop(Path... files) throws Exception {
    drop("#pad", files);
  }

  /** What is dropped anywhere else leaves the page as it is, and says what to do. */
  @Test
  void whatMissesThePadIsSaid() throws Exception {
    String address = page.value("location.href").asText();
    drop("#keys", NOTES.resolve("guitar_acoustic_024-048-100.wav"));
    awaitMessage("Drop a sound on the pad, near the corner that it is to take.");
    drop("header", Files.createDirectories(dir.resolve("folder")));
    awaitMessage("A folder cannot be dropped here");
    page.send(
        "Input.dispatchDragEvent",
        "type",
        "drop",
        "x",
        100,
        "y",
        20,
        "data",
        Map.of(
            "items",
            List.of(Map.of("mimeType", "text/uri-list", "data", "https://example.org/")),
            "dragOperationsMask",
            1));
    Path patch = dir.resolve("letter.json");
    Files.writeString(patch, "{\"form\": \"other\"}");
    drop("#keys", patch);
    awaitMessage("letter.json: This file is not a patch: it is JSON of another program.");
    assertEquals(address, page.value("location.href").asText());
    assertEquals("Flute", page.value("synth.corners.chosen[0].name").asText());
  }

  /** Letters are keys of the piano where a sound was just chosen, too; arrows choose on. */
  @Test
  void lettersPlayWhileAChoiceHasTheFocus() throws Exception {
    wake();
    page.value("document.querySelector('select').focus()");
    page.key(true, "KeyP", "p");
    page.await("synth.engine.state.keys.includes('KeyP')");
    page.key(false, "KeyP", "p");
    page.type("KeyC", "c");
    page.type("KeyZ", "z");
    assertEquals("Flute", page.value("document.querySelector('select').value").asText());
    assertEquals(3, page.value("synth.keys.octave").asInt());
    page.type("ArrowDown", "ArrowDown");
    page.await("synth.corners.chosen[0].name === 'Clarinet'");
  }

  @Test
  void aRecordingOfNothingIsNoFile() throws Exception {
    page.value("HTMLAnchorElement.prototype.click = () => (window.isSaved = true)");
    page.click("#record");
    page.await("document.getElementById('record').textContent === 'Stop'");
    Thread.sleep(300);
    page.click("#record");
    awaitMessage("Nothing sounded, so there is no recording.");
    assertEquals("Record", page.value("document.getElementById('record').textContent").asText());
    assertFalse(page.value("window.isSaved === true").asBoolean());
  }

  @Test
  void aTextIsNoSound() throws Exception {
    Path file = dir.resolve("letter.wav");
    Files.writeString(file, "Dear friend, this is no sound.");
    drop(file);
    page.await("!document.getElementById('message').hidden");
    assertTrue(message().startsWith("letter.wav: ") && message().endsWith("."), message());
    assertEquals("Piano", page.value("synth.corners.chosen[3].name").asText());
    page.await("!document.querySelectorAll('select')[3].disabled");
  }

  @Test
  void otherSoundsOfTheLibraryCanBeChosen() throws Exception {
    page.value(
        "(() => { const s = document.querySelectorAll('select')[0]; s.value = 'Choir';"
            + " s.dispatchEvent(new Event('change')); })()");
    page.await("synth.corners.chosen[0].name === 'Choir'");
    assertEquals(3, page.value("synth.corners.chosen[0].sounds.length").asInt());
  }

  @Test
  void aPatchComesBackAsItWas() throws Exception {
    page.value(
        "(() => { synth.pad.move(0.2, 0.9); synth.setOctave(2); synth.controls.show({"
            + " ...synth.controls.settings, tilt: -3, release: 1.5 }); })()");
    String state =
        "JSON.stringify({ ...synth.state, corners: synth.state.corners.map((c) => [c.name,"
            + " ...c.sounds.map((s) => s.values.join())]) })";
    String before = page.value(state).asText();
    String patch =
        page.value("import('./page/patch.js').then((m) => m.write(synth.state, synth.data.model))")
            .asText();
    Path file = dir.resolve("patch.json");
    Files.writeString(file, patch);
    page.open(served.address(), READY);
    assertFalse(before.equals(page.value(state).asText()));
    page.files("#patch", file);
    page.await("document.getElementById('message').textContent.includes('is loaded')");
    assertEquals(before, page.value(state).asText());
    Files.writeString(file, patch.replaceFirst("\"x\": 0.2", "\"x\": 7"));
    page.files("#patch", file);
    page.await("document.getElementById('message').textContent.includes('position of the dot')");
    Files.writeString(file, "none");
    page.files("#patch", file);
    awaitMessage("patch.json: This file is not a patch: it is not JSON.");
    assertEquals(before, page.value(state).asText());
  }

  @Test
  void aLinkComesBackAsItWas() throws Exception {
    page.value("(() => { synth.pad.move(0.25, 0.75); synth.setOctave(3); })()");
    page.click("#link");
    page.await("location.hash.startsWith('#v1.')");
    awaitMessage("restores this state while this synth runs; later, paste it on its page.");
    page.click("#close");
    page.await("!document.getElementById('message').checkVisibility()");
    String address = page.value("location.href").asText();
    assertTrue(address.length() < 500, address);
    page.open("about:blank", "true");
    page.open(address, READY);
    assertEquals(0.25, page.value("synth.pad.x").asDouble());
    assertEquals(3, page.value("synth.keys.octave").asInt());
    page.open("about:blank", "true");
    page.open(served.address() + "#v1.nonsense", READY);
    assertEquals("This link is damaged.", message());
    page.open("about:blank", "true");
    page.open(served.address(), READY);
    String dead = address.replaceFirst("//[^#]*", "//127.0.0.1:1/gone/");
    page.value(
        "(() => { const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', '"
            + dead
            + "'); window.dispatchEvent(new ClipboardEvent('paste', { clipboardData })); })()");
    page.await("synth.keys.octave === 3 && synth.pad.x === 0.25");
  }

  /** MIDI as Chromium would give it, which has none without a sequencer. */
  @Test
  void midiPlays() throws Exception {
    page.value(
        "(() => { window.port = { id: 'p', name: 'Keys', type: 'input', state: 'connected' };"
            + " window.access = { inputs: new Map([['p', port]]) };"
            + " navigator.requestMIDIAccess = async () => access; })()");
    page.click("#midi");
    page.await("document.getElementById('message').textContent === 'MIDI: Keys'");
    page.value("port.onmidimessage({ data: new Uint8Array([0x90, 62, 100]) })");
    page.await("synth.engine.state.keys.includes('midi p/0/62')");
    page.await("document.querySelector('[data-midi=\"62\"]').ariaPressed === 'true'");
    page.value("port.onmidimessage({ data: new Uint8Array([0xb0, 64, 127]) })");
    page.value("port.onmidimessage({ data: new Uint8Array([0x90, 62, 0]) })");
    Thread.sleep(500);
    assertEquals(1, page.value("synth.engine.state.keys.length").asInt(), "the pedal holds it");
    page.value("port.onmidimessage({ data: new Uint8Array([0xb0, 64, 0]) })");
    page.await("synth.engine.state.keys.length === 0");
    page.value("port.onmidimessage({ data: new Uint8Array([0x90, 50, 100]) })");
    page.await("synth.engine.state.keys.length === 1");
    page.value("(() => { port.state = 'disconnected'; access.onstatechange({ port }); })()");
    page.await("synth.engine.state.keys.length === 0");
  }

  @Test
  void theWheelBends() throws Exception {
    wake();
    float[] sound =
        recorded(
            "pad.move(1, 0); engine.press('x', 62, 0.8); await wait(100); engine.bend(200); await"
                + " wait(700); engine.lift('x'); await wait(200); engine.bend(0);");
    Pitch heard =
        PitchEstimator.estimate(new AudioClip(part(sound, 0.4, 0.8), RATE_HZ)).orElseThrow();
    assertEquals(64, heard.midi(), 0.05);
  }

  /** Two fingers on the piano are two notes, and a finger that slides goes on to the next key. */
  @Test
  void fingersPlay() throws Exception {
    page.size(390, 844, true);
    page.send("Emulation.setTouchEmulationEnabled", "enabled", true, "maxTouchPoints", 5);
    wake();
    double[] c = page.box("[data-midi=\"60\"]");
    double[] e = page.box("[data-midi=\"64\"]");
    double[] f = page.box("[data-midi=\"65\"]");
    double low = c[1] + c[3] / 3;
    touch("touchStart", c[0], low, e[0], low);
    page.await("synth.engine.state.keys.length === 2");
    assertEquals(
        "[60,64]", page.value("JSON.stringify([...synth.keys.sounding()].sort())").asText());
    touch("touchMove", c[0], low, f[0], low);
    page.await("synth.keys.sounding().has(65) && !synth.keys.sounding().has(64)");
    touch("touchEnd");
    page.await("synth.engine.state.keys.length === 0");
    assertEquals(0, page.value("synth.keys.sounding().size").asInt());
  }

  private void touch(String type, double... places) throws Exception {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < places.length; i += 2) {
      points.add(Map.of("x", places[i], "y", places[i + 1], "id", i));
    }
    page.send("Input.dispatchTouchEvent", "type", type, "touchPoints", points);
  }

  @Test
  void keysThatNobodyHoldsAnyMoreAreLetGo() throws Exception {
    wake();
    page.key(true, "KeyS", "s");
    page.await("synth.engine.state.keys.length === 1");
    page.value("window.dispatchEvent(new Event('blur'))");
    page.await("synth.engine.state.keys.length === 0");
    page.key(false, "KeyS", "s");
  }

  /** Where sound drops out, the page takes more time ahead as soon as nothing sounds. */
  @Test
  void aSlowMachineGetsMoreTime() throws Exception {
    wake();
    double before = page.value("synth.engine.context.baseLatency").asDouble();
    page.value("window.drops = 3");
    Thread.sleep(200);
    assertEquals(0, page.value("synth.engine.hint").asInt(), "three are by chance");
    page.value("window.drops = 9");
    page.await("synth.engine.hint === 1 && synth.engine.node !== null");
    assertTrue(page.value("synth.engine.context.baseLatency").asDouble() > before);
    page.key(true, "KeyG", "g");
    page.await("synth.engine.state.peak > 1e-3");
    page.key(false, "KeyG", "g");
    assertEquals(List.of(), page.errors());
  }

  private void loseTheServer() throws Exception {
    page.send(
        "Network.emulateNetworkConditions",
        "offline",
        true,
        "latency",
        0,
        "downloadThroughput",
        -1,
        "uploadThroughput",
        -1);
  }

  /** The page has all that it needs to begin anew, when the server has long ended. */
  @Test
  void itPlaysOnWhenTheServerHasEnded() throws Exception {
    wake();
    try (PlayServer ending =
        new PlayServer(new PlayServer.Place("127.0.0.1", 0)).serve(served.instrument())) {
      page.open(ending.address(), READY);
      wake();
    }
    int told = page.requests().size();
    page.key(true, "KeyG", "g");
    page.await("synth.engine.state.keys.length === 1");
    page.value("window.drops = 9");
    Thread.sleep(500);
    assertEquals(0, page.value("synth.engine.hint").asInt(), "a note is held");
    page.key(false, "KeyG", "g");
    page.await("synth.engine.hint === 1");
    page.key(true, "KeyG", "g");
    page.await("synth.engine.state.peak > 1e-3 && synth.engine.state.keys.length === 1");
    page.key(false, "KeyG", "g");
    assertEquals(List.of(), page.errors());
    for (String request : page.requests().subList(told, page.requests().size())) {
      assertFalse(request.startsWith("http"), request);
    }
  }

  /** If more time ahead cannot be had, the sound that there is goes on. */
  @Test
  void whatCannotBeginAnewGoesOn() throws Exception {
    wake();
    page.value(
        "(() => { synth.engine.addProcessor = () => { window.tried = true; return"
            + " Promise.reject(new Error('none')); }; window.drops = 9; })()");
    page.await("window.tried === true");
    Thread.sleep(200);
    page.key(true, "KeyG", "g");
    page.await("synth.engine.state.peak > 1e-3");
    page.key(false, "KeyG", "g");
    assertEquals(0, page.value("synth.engine.hint").asInt());
  }

  /** What is held keeps its pitch when the octave changes; what is struck then has the new one. */
  @Test
  void heldNotesKeepTheirPitchWhenTheOctaveChanges() throws Exception {
    wake();
    page.value(
        "(() => { window.struck = []; const { press } = synth.engine; synth.engine.press ="
            + " function (key, midi, v) { struck.push(midi); return press.call(this, key, midi, v);"
            + " }; })()");
    page.key(true, "KeyA", "a");
    double[] e = page.box("[data-midi=\"64\"]");
    page.mouse("mousePressed", e[0], e[1] + e[3] / 3);
    page.await("synth.engine.state.keys.length === 2");
    page.type("KeyX", "x");
    page.mouse("mouseMoved", e[0] + 1, e[1] + e[3] / 3);
    page.key(true, "KeyD", "d");
    page.await("synth.engine.state.keys.length === 3");
    assertEquals("[60,64,76]", page.value("JSON.stringify(struck)").asText());
    page.key(false, "KeyA", "a");
    page.await("synth.engine.state.keys.length === 2");
    page.mouse("mouseReleased", e[0] + 1, e[1] + e[3] / 3);
    page.key(false, "KeyD", "d");
    page.await("synth.engine.state.keys.length === 0");
  }

  @Test
  void aServerThatIsGoneIsSaid() throws Exception {
    loseTheServer();
    page.value(
        "(() => { const s = document.querySelectorAll('select')[1]; s.value = 'Guitar';"
            + " s.dispatchEvent(new Event('change')); })()");
    page.await("document.getElementById('message').textContent.includes('still running')");
    assertEquals("Trumpet", page.value("synth.corners.chosen[1].name").asText());
  }

  @Test
  void theExportedPagePlaysFromAFile() throws Exception {
    Path file = dir.resolve("instrument.html");
    Files.writeString(file, StandalonePage.of(served.instrument()));
    assertTrue(Files.size(file) < 10_000_000, Files.size(file) + " bytes");
    try (ChromiumTab own = served.chromium().tab(DROPS)) {
      own.send(
          "Network.emulateNetworkConditions",
          "offline",
          true,
          "latency",
          0,
          "downloadThroughput",
          -1,
          "uploadThroughput",
          -1);
      own.open(file.toUri().toString(), READY);
      page.close();
      page = own;
      wake();
      String choices = "[...document.querySelectorAll('option')].map((o) => o.textContent)";
      assertFalse(page.value("JSON.stringify(" + choices + ")").asText().contains("own sound"));
      drop(NOTES.resolve("guitar_acoustic_024-048-100.wav"));
      awaitMessage("Your own sounds need synth itself");
      float[] sound =
          recorded(
              "engine.press('x', 64, 0.9); await wait(600); engine.lift('x'); await wait(300);");
      assertTrue(Levels.rms(part(sound, 0.1, 0.5)) > 1e-3, "it sounds");
      assertEquals(List.of(), own.errors());
      for (String request : own.requests()) {
        assertFalse(request.startsWith("http"), request);
      }
    }
    page = served.chromium().tab(DROPS);
  }

  @Test
  void recordingsAreWavFiles() throws Exception {
    wake();
    page.value(
        "(() => { window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = (b) =>"
            + " { saved.push(b); return make.call(URL, b); }; HTMLAnchorElement.prototype.click ="
            + " function () { window.savedAs = this.download; }; })()");
    page.click("#record");
    page.await("document.getElementById('record').textContent === 'Stop'");
    page.key(true, "KeyD", "d");
    Thread.sleep(400);
    page.key(false, "KeyD", "d");
    page.click("#record");
    page.await("window.savedAs === 'synth.wav'");
    float[] bytes =
        page.floats("saved[0].arrayBuffer().then((b) => Float32Array.from(new Uint8Array(b)))");
    byte[] file = new byte[bytes.length];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) (int) bytes[i];
    }
    Path wav = dir.resolve("recorded.wav");
    Files.write(wav, file);
    AudioClip clip = AudioFile.read(wav);
    assertEquals(RATE_HZ, clip.sampleRateHz());
    Map<String, String> fields = WavFile.fields(wav);
    assertEquals("synth 1.2.3", fields.get("ISFT"));
    assertEquals(
        "AI-generated sound: made by a trained model, not recorded. synth 1.2.3, model instant"
            + " (SHA-256 "
            + served.modelSha256()
            + ").",
        fields.get("ICMT"));
    assertTrue(clip.samples().length > 0.4 * RATE_HZ && Levels.rms(clip.samples()) > 1e-3);
  }
}
