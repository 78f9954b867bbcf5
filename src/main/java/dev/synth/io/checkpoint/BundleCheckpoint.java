package dev.synth.io.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.synth.io.BadDataException;
import dev.synth.io.checkpoint.CheckpointProto.BundleEntryProto;
import dev.synth.io.checkpoint.CheckpointProto.BundleHeaderProto;
import dev.synth.io.checkpoint.CheckpointProto.TensorShapeProto;
import dev.synth.io.checkpoint.CheckpointProto.TensorSliceProto;
import dev.synth.io.tfrecord.MaskedCrc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A checkpoint of form V2, TensorFlow's tensor bundle: {@code NAME.index}, a {@link SortedTable} of
 * a header and an entry for each tensor, and {@code NAME.data-00000-of-00001} and so on, which hold
 * the tensors' bytes. A partitioned variable has an entry that lists its slices, and an entry for
 * each of them. Source: TensorFlow, core/protobuf/tensor_bundle.proto.
 */
final class BundleCheckpoint extends TensorFlowCheckpoint {
  private static final int VERSION = 1;

  private final FileRegion index;
  private final CheckpointFiles files;
  private final BundleHeaderProto header;
  private final Map<String, BundleEntryProto> entries = new HashMap<>();
  private final SortedTable table;

  BundleCheckpoint(FileRegion index, CheckpointFiles files) throws IOException {
    super(index.name());
    this.index = index;
    this.files = files;
    this.table = new SortedTable(index);
    this.header = header(table.get(new byte[0]));
    table.forEach(
        (key, value) -> {
          // The empty key is the header's; names begin with no zero, the keys of slices do.
          if (key.length > 0 && key[0] != 0) {
            add(new String(key, StandardCharsets.UTF_8), entry(value));
          }
        });
  }

  private BundleHeaderProto header(ByteBuffer value) throws BadDataException {
    try {
      BundleHeaderProto found = BundleHeaderProto.parseFrom(value);
      if (found.getEndianness() != 0) {
        throw index.bad(
            "was written on a big-endian machine; save it again with TensorFlow on another");
      }
      if (found.getVersion().getMinConsumer() > VERSION) {
        throw index.bad(
            "is of version "
                + found.getVersion().getMinConsumer()
                + " of TensorFlow's format, and synth reads up to "
                + VERSION);
      }
      if (found.getNumShards() < 1) {
        throw index.damaged("it names " + found.getNumShards() + " data files");
      }
      return found;
    } catch (InvalidProtocolBufferException e) {
      throw index.damaged("its header cannot be read");
    }
  }

  private BundleEntryProto entry(ByteBuffer value) throws BadDataException {
    try {
      return BundleEntryProto.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw index.damaged("an entry cannot be read");
    }
  }

  private void add(String name, BundleEntryProto entry) throws BadDataException {
    add(index, new Variable(name, entry.getDtype(), shape(entry.getShape())));
    entries.put(name, entry);
  }

  /** A shape as numbers. */
  static long[] shape(TensorShapeProto proto) {
    return proto.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
  }

  @Override
  public String form() {
    return "V2, " + header.getNumShards() + (header.getNumShards() == 1 ? " file" : " files");
  }

  @Override
  FileRegion fileOf(Variable variable) {
    return index;
  }

  private BundleEntryProto entry(Variable variable) {
    return entries.get(variable.name());
  }

  /** A partitioned variable's bytes lie apart, so its files cannot be smaller than it is. */
  @Override
  void checkSize(Variable variable, long length) throws IOException {
    BundleEntryProto entry = entry(variable);
    if (entry.getSlicesCount() == 0) {
      checkBytes(variable, entry, length);
      return;
    }
    long found = 0;
    Map<Integer, Long> room = new HashMap<>();
    for (TensorSliceProto proto : entry.getSlicesList()) {
      found += Slice.of(index, variable, proto).length();
      int shard = sliceEntry(variable, proto).getShardId();
      room.put(shard, data(variable, shard).length());
    }
    long bytes = length * DataType.of(variable.typeNumber()).bytes();
    if (found != length || bytes > room.values().stream().mapToLong(Long::longValue).sum()) {
      throw index.damaged(
          "the slices of " + shown(variable) + " are not its " + length + " values");
    }
  }

  private BundleEntryProto sliceEntry(Variable variable, TensorSliceProto slice)
      throws IOException {
    ByteBuffer value = table.get(Slice.key(variable.name(), slice));
    if (value == null) {
      throw index.damaged("it lacks a slice of " + shown(variable));
    }
    return entry(value);
  }

  private FileRegion data(Variable variable, int shard) throws IOException {
    int shards = header.getNumShards();
    if (shard < 0 || shard >= shards) {
      throw index.damaged(shown(variable) + " is in file " + shard + " of " + shards);
    }
    return files.data(shard, shards);
  }

  @Override
  void parts(Variable variable, PartVisitor visitor) throws IOException {
    BundleEntryProto whole = entry(variable);
    if (whole.getSlicesCount() == 0) {
      visitor.part(new Part(null, values(variable, whole, variable.length())));
    }
    for (TensorSliceProto proto : whole.getSlicesList()) {
      Slice slice = Slice.of(index, variable, proto);
      BundleEntryProto entry = sliceEntry(variable, proto);
      if (entry.getDtype() != variable.typeNumber()
          || !Arrays.equals(
              shape(entry.getShape()), Arrays.stream(slice.extents()).asLongStream().toArray())) {
        throw index.damaged("a slice of " + shown(variable) + " is of another type or shape");
      }
      visitor.part(new Part(slice, values(variable, entry, slice.length())));
    }
  }

  private float[] values(Variable variable, BundleEntryProto entry, long length)
      throws IOException {
    DataType type = DataType.of(variable.typeNumber());
    ByteBuffer bytes = bytes(variable, entry, length);
    float[] values = new float[(int) length];
    if (type == DataType.FLOAT32) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = type.nextFloat(bytes);
    }
    return values;
  }

  private void checkBytes(Variable variable, BundleEntryProto entry, long length)
      throws BadDataException {
    long wanted = length * DataType.of(variable.typeNumber()).bytes();
    if (entry.getSize() != wanted) {
      throw index.damaged(
          shown(variable) + " has " + entry.getSize() + " bytes where its shape takes " + wanted);
    }
  }

  private ByteBuffer bytes(Variable variable, BundleEntryProto entry, long length)
      throws IOException {
    checkBytes(variable, entry, length);
    FileRegion data = data(variable, entry.getShardId());
    byte[] bytes;
    try {
      bytes = data.read(entry.getOffset(), entry.getSize());
    } catch (BadDataException e) {
      throw data.bad(
          "is cut short: "
              + shown(variable)
              + " has "
              + entry.getSize()
              + " bytes at "
              + entry.getOffset()
              + ", and the file ends at "
              + data.length()
              + "; fetch it again");
    }
    if (MaskedCrc32c.of(bytes, 0, bytes.length) != entry.getCrc32C()) {
      throw data.damaged(shown(variable) + " does not fit its checksum");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  long readInteger(Variable variable) throws IOException {
    return DataType.of(variable.typeNumber()).nextInteger(bytes(variable, entry(variable), 1));
  }
}
