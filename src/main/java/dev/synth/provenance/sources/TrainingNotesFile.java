package dev.synth.provenance.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import dev.synth.model.Datasheet.Source;
import dev.synth.provenance.sources.TrainingNotes.TrainingNote;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The file of {@link TrainingNotes}, which NumPy reads: a ZIP archive of {@code thumbnails.npy},
 * int8 [notes, {@value SoundPrint#THUMBNAIL_BYTES}]; {@code notes.json}, their names; and {@code
 * sources.json}, all else.
 */
public final class TrainingNotesFile {
  private static final String SOURCES_ENTRY = "sources.json";
  private static final String NOTES_ENTRY = "notes.json";
  private static final String ARRAY_ENTRY = "thumbnails.npy";
  private static final String FORMAT = "synth training notes 1";
  private static final int MOST_JSON_BYTES = 1 << 28;
  private static final int NPY_HEADER_BYTES = 128;
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainingNotesFile() {}

  /** Writes a file. */
  public static void write(Path file, TrainingNotes notes, boolean overwrite) throws IOException {
    Outputs.write(
        file,
        overwrite,
        to -> {
          try (OutputStream out = Files.newOutputStream(to);
              ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, SOURCES_ENTRY, JSON.writeValueAsBytes(sources(notes)));
            put(zip, NOTES_ENTRY, JSON.writeValueAsBytes(names(notes)));
            byte[] header = header(notes.notes().size()).getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer array = ByteBuffer.allocate(header.length + notes.thumbnails().length);
            put(zip, ARRAY_ENTRY, array.put(header).put(notes.thumbnails()).array());
          }
        });
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0); // the same notes make the same file
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static String header(int notes) {
    String dictionary =
        "{'descr': '|i1', 'fortran_order': False, 'shape': ("
            + notes
            + ", "
            + SoundPrint.THUMBNAIL_BYTES
            + "), }";
    int before = 10;
    int padding = NPY_HEADER_BYTES - before - dictionary.length() - 1;
    return "\u0093NUMPY\u0001\u0000"
        + (char) (NPY_HEADER_BYTES - before)
        + "\u0000"
        + dictionary
        + " ".repeat(padding)
        + "\n";
  }

  private static ObjectNode sources(TrainingNotes all) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("fingerprint", all.fingerprint());
    ArrayNode sources = root.putArray("sources");
    for (Source source : all.sources()) {
      sources.addObject().put("name", source.name()).put("licence", source.licence());
    }
    ArrayNode background = root.putArray("background");
    for (float each : all.background()) {
      background.add(Math.rint(each * 1e5) / 1e5);
    }
    return root;
  }

  private static ObjectNode names(TrainingNotes all) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode notes = root.putArray("notes");
    for (TrainingNote note : all.notes()) {
      notes.addArray().add(note.name()).add(note.instrument()).add(note.source());
    }
    return root;
  }

  /**
   * Reads a file.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is damaged, or none of training notes
   */
  public static TrainingNotes read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoInputException(file + ": no such file.");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ObjectNode root = json(zip, file, SOURCES_ENTRY);
      List<Source> sources = sources(root, file);
      List<TrainingNote> notes = new ArrayList<>();
      for (JsonNode each : json(zip, file, NOTES_ENTRY).path("notes")) {
        int source = each.path(2).asInt(-1);
        if (source < 0 || source >= sources.size()) {
          throw damaged(file, "note " + notes.size() + " is of a source that is not listed");
        }
        notes.add(new TrainingNote(each.path(0).asText(), each.path(1).asText(), source));
        Source from = sources.get(source);
        sources.set(source, new Source(from.name(), from.notes() + 1, from.licence()));
      }
      float[] background = new float[root.path("background").size()];
      for (int i = 0; i < background.length; i++) {
        background[i] = (float) root.path("background").path(i).asDouble();
      }
      String fingerprint = root.path("fingerprint").asText();
      byte[] thumbnails = thumbnails(zip, file, notes.size());
      return new TrainingNotes(fingerprint, sources, notes, thumbnails, background);
    } catch (ZipException e) {
      throw damaged(file, e.getMessage());
    }
  }

  /**
   * The sources of a file alone, without counts, which takes no time; none if there is no such
   * file.
   *
   * @throws BadDataException as {@link #read}
   */
  public static List<Source> sources(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return sources(json(zip, file, SOURCES_ENTRY), file);
    } catch (ZipException e) {
      throw damaged(file, e.getMessage());
    }
  }

  private static ObjectNode json(ZipFile zip, Path file, String entry) throws IOException {
    return Json.object(JSON, bytes(zip, file, entry, MOST_JSON_BYTES), file.toString());
  }

  private static List<Source> sources(ObjectNode root, Path file) throws BadDataException {
    if (!FORMAT.equals(root.path("format").asText())) {
      throw damaged(file, "its format is not '" + FORMAT + "'");
    }
    List<Source> sources = new ArrayList<>();
    for (JsonNode each : root.path("sources")) {
      sources.add(new Source(each.path("name").asText(), 0, each.path("licence").asText()));
    }
    return sources;
  }

  private static byte[] thumbnails(ZipFile zip, Path file, int notes) throws IOException {
    int length = Math.multiplyExact(notes, SoundPrint.THUMBNAIL_BYTES);
    byte[] array = bytes(zip, file, ARRAY_ENTRY, NPY_HEADER_BYTES + length);
    ByteBuffer header = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    byte[] expected = header(notes).getBytes(StandardCharsets.ISO_8859_1);
    byte[] found = new byte[Math.min(array.length, expected.length)];
    header.get(found);
    if (array.length != expected.length + length || !Arrays.equals(found, expected)) {
      throw damaged(file, "it has not one thumbnail for each of its " + notes + " notes");
    }
    return Arrays.copyOfRange(array, expected.length, array.length);
  }

  private static byte[] bytes(ZipFile zip, Path file, String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged(file, "it has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw damaged(file, name + " is larger than it can be");
      }
      return bytes;
    }
  }

  private static BadDataException damaged(Path file, String how) {
    return new BadDataException(file + ": no file of training notes, or damaged: " + how + ".");
  }
}
