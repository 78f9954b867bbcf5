package dev.synth.io.checkpoint;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.PathNames;
import dev.synth.io.text.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of one checkpoint, wherever they lie: in a folder, or in an archive. */
final class CheckpointFiles implements Closeable {
  private static final String INDEX = ".index";

  /** How the names of files end that stand beside an index, or are parts of a V1 checkpoint. */
  private static final Pattern BESIDE =
      Pattern.compile("(.+?)(?:\\.index|\\.meta|(?:\\.data)?-\\d{5}-of-\\d{5})");

  private static final Pattern PART = Pattern.compile("-\\d{5}-of-\\d{5}");

  /** The file in which TensorFlow says which of a folder's checkpoints is the newest. */
  private static final String STATE = "checkpoint";

  private static final int STATE_BYTES_MAX = 1 << 20;
  private static final Pattern STATE_PATH =
      Pattern.compile("(?m)^\\s*model_checkpoint_path:\\s*\"([^\"]*)\"");

  private static final int SHOWN_MAX = 5;

  private final String where;
  private final Map<String, FileRegion> files;
  private final String prefix;
  private final Closeable open;

  private CheckpointFiles(
      String where, Map<String, FileRegion> files, String prefix, Closeable open)
      throws IOException {
    this.where = where;
    this.files = files;
    this.prefix = prefix == null ? onlyPrefix() : prefix;
    this.open = open;
  }

  /** As {@link TensorFlowCheckpoint#open}. */
  static CheckpointFiles open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return new CheckpointFiles(path.toString(), list(path), null, () -> {});
    }
    boolean exists = Files.exists(path);
    if (exists) {
      InputFile.check(path);
      if (TarFiles.isArchive(path)) {
        TarFiles archive = TarFiles.open(path);
        try {
          return new CheckpointFiles(path.toString(), archive.members(), null, archive);
        } catch (IOException | RuntimeException e) {
          archive.close();
          throw e;
        }
      }
    }
    Path parent = path.toAbsolutePath().getParent();
    Path name = path.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      throw InputFile.missing(path);
    }
    String text = PathNames.text(name);
    Map<String, FileRegion> all = list(path.getParent() == null ? Path.of("") : path.getParent());
    if (exists && SortedTable.isTable(FileRegion.of(path)) && !text.endsWith(INDEX)) {
      Matcher part = BESIDE.matcher(text);
      return new CheckpointFiles(
          path.toString(), all, part.matches() ? part.group(1) : text, () -> {});
    }
    Matcher beside = BESIDE.matcher(text);
    String prefix = beside.matches() ? beside.group(1) : text;
    if (all.containsKey(prefix + INDEX) || all.keySet().stream().anyMatch(n -> isPart(n, prefix))) {
      return new CheckpointFiles(path.toString(), all, prefix, () -> {});
    }
    if (exists) {
      throw new BadDataException(
          path
              + ": is no TensorFlow checkpoint, or is cut short: name a prefix such as"
              + " model.ckpt-200000, whose .index and .data files lie side by side, a folder, or a"
              + " tar archive.");
    }
    throw Files.isSymbolicLink(path)
        ? InputFile.missing(path)
        : new NoInputException(
            path + ": no such checkpoint: there is no " + path + INDEX + ", either.");
  }

  private static boolean isPart(String name, String prefix) {
    return name.startsWith(prefix) && PART.matcher(name.substring(prefix.length())).matches();
  }

  private static Map<String, FileRegion> list(Path folder) throws IOException {
    Map<String, FileRegion> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry)) {
          files.put(PathNames.text(entry.getFileName()), FileRegion.of(entry));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  /** The prefix of the only checkpoint there is, or of the one that the state file names. */
  private String onlyPrefix() throws IOException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, FileRegion> file : files.entrySet()) {
      String name = file.getKey();
      // macOS adds files that begin so to archives.
      if (!name.substring(name.lastIndexOf('/') + 1).startsWith("._")) {
        if (name.endsWith(INDEX)) {
          found.add(name.substring(0, name.length() - INDEX.length()));
        } else if (SortedTable.isTable(file.getValue())) {
          Matcher part = BESIDE.matcher(name);
          String prefix = part.matches() ? part.group(1) : name;
          if (!found.contains(prefix)) {
            found.add(prefix);
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw new NoInputException(
          where + ": holds no TensorFlow checkpoint: no .index file, and no table of a V1 one.");
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    String newest = newest();
    for (String each : found) {
      if (newest != null && each.substring(each.lastIndexOf('/') + 1).equals(newest)) {
        return each;
      }
    }
    List<String> shown = found.stream().limit(SHOWN_MAX).map(Printable::value).toList();
    throw new BadDataException(
        where
            + ": holds "
            + found.size()
            + " checkpoints ("
            + String.join(", ", shown)
            + (found.size() > SHOWN_MAX ? ", ..." : "")
            + (Files.isDirectory(Path.of(where))
                ? "); name one of them, such as " + Path.of(where).resolve(shown.get(0)) + "."
                : "); unpack it, and name one of them."));
  }

  private String newest() throws IOException {
    for (Map.Entry<String, FileRegion> file : files.entrySet()) {
      String name = file.getKey();
      FileRegion state = file.getValue();
      if (name.substring(name.lastIndexOf('/') + 1).equals(STATE)
          && state.length() <= STATE_BYTES_MAX) {
        byte[] bytes = state.read(0, state.length());
        Matcher path =
            STATE_PATH.matcher(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        return path.find() ? path.group(1).replaceFirst(".*[/\\\\]", "") : null;
      }
    }
    return null;
  }

  /** The table or tables that describe the checkpoint: a V2 index, or all of a V1 checkpoint. */
  List<FileRegion> tables() throws IOException {
    FileRegion index = files.get(prefix + INDEX);
    if (index != null) {
      return List.of(index);
    }
    FileRegion single = files.get(prefix);
    if (single != null) {
      return List.of(single);
    }
    List<FileRegion> parts = new ArrayList<>();
    String last = null;
    for (String name : files.keySet()) {
      if (isPart(name, prefix)) {
        parts.add(files.get(name));
        last = name;
      }
    }
    int wanted = last == null ? 0 : Integer.parseInt(last.substring(last.length() - 5));
    if (wanted == 0 || parts.size() != wanted) {
      throw new NoInputException(
          where + ": of " + wanted + " parts of the checkpoint, " + parts.size() + " are there.");
    }
    return parts;
  }

  /**
   * Data file {@code shard}, from 0, of {@code shards}.
   *
   * @throws NoInputException if it is not beside the index
   */
  FileRegion data(int shard, int shards) throws NoInputException {
    String name = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, shard, shards);
    FileRegion data = files.get(name);
    if (data == null) {
      throw new NoInputException(
          where
              + ": the checkpoint's file "
              + Printable.name(name)
              + " is missing; it belongs beside "
              + Printable.name(prefix + INDEX)
              + ".");
    }
    return data;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
