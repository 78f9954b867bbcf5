package dev.synth.io.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.synth.io.BadDataException;
import dev.synth.io.checkpoint.CheckpointProto.SavedSliceMeta;
import dev.synth.io.checkpoint.CheckpointProto.SavedTensorSlices;
import dev.synth.io.checkpoint.CheckpointProto.TensorProto;
import dev.synth.io.checkpoint.CheckpointProto.TensorSliceProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint of form V1, as TensorFlow wrote them before 1.0: {@link SortedTable}s that hold
 * everything, one or, of a sharded checkpoint, several. The record of the empty key says which
 * slices of which variables a table has; each has a record. Values have no checksum of their own:
 * the table's blocks have. Source: TensorFlow, core/util/saved_tensor_slice.proto.
 */
final class SliceCheckpoint extends TensorFlowCheckpoint {
  private static final int VERSION = 1;

  /** A slice, where it lies. */
  private record Stored(FileRegion file, SortedTable table, TensorSliceProto slice) {}

  private final Map<String, List<Stored>> slices = new HashMap<>();
  private final Map<String, FileRegion> homes = new HashMap<>();
  private final int files;
  private final long bytes;

  SliceCheckpoint(List<FileRegion> files) throws IOException {
    super(files.get(0).name());
    this.files = files.size();
    this.bytes = files.stream().mapToLong(FileRegion::length).sum();
    for (FileRegion file : files) {
      SortedTable table = new SortedTable(file);
      SavedTensorSlices record = record(file, table.get(new byte[0]));
      if (record.getMeta().getVersions().getMinConsumer() > VERSION) {
        throw file.bad("is of a later version of TensorFlow's V1 form than synth reads");
      }
      for (SavedSliceMeta meta : record.getMeta().getTensorList()) {
        add(file, table, meta);
      }
    }
  }

  private void add(FileRegion file, SortedTable table, SavedSliceMeta meta)
      throws BadDataException {
    Variable variable =
        new Variable(meta.getName(), meta.getType(), BundleCheckpoint.shape(meta.getShape()));
    Variable before = byName().get(variable.name());
    if (before == null) {
      add(file, variable);
      homes.put(variable.name(), file);
    } else if (!before.equals(variable)) {
      throw file.damaged(shown(variable) + " is of another type or shape than in another file");
    }
    List<Stored> parts = slices.computeIfAbsent(variable.name(), name -> new ArrayList<>());
    meta.getSliceList().forEach(slice -> parts.add(new Stored(file, table, slice)));
  }

  private static SavedTensorSlices record(FileRegion file, ByteBuffer value)
      throws BadDataException {
    if (value == null) {
      throw file.damaged("it lacks a record that it names");
    }
    try {
      return SavedTensorSlices.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw file.damaged("a record cannot be read");
    }
  }

  @Override
  public String form() {
    return "V1, " + files + (files == 1 ? " file" : " files");
  }

  private List<Stored> stored(Variable variable) {
    return slices.get(variable.name());
  }

  @Override
  FileRegion fileOf(Variable variable) {
    return homes.get(variable.name());
  }

  @Override
  void checkSize(Variable variable, long length) throws IOException {
    long found = 0;
    for (Stored part : stored(variable)) {
      found += Slice.of(part.file(), variable, part.slice()).length();
    }
    if (found != length || length > bytes * TableBlock.SNAPPY_RATIO_MAX) {
      throw fileOf(variable)
          .damaged("the slices of " + shown(variable) + " are not its " + length + " values");
    }
  }

  @Override
  void parts(Variable variable, PartVisitor visitor) throws IOException {
    for (Stored part : stored(variable)) {
      Slice slice = Slice.of(part.file(), variable, part.slice());
      float[] values = floats(variable, data(variable, part));
      if (values.length != slice.length()) {
        throw part.file()
            .damaged(
                shown(variable)
                    + " has "
                    + values.length
                    + " values where its shape takes "
                    + slice.length());
      }
      visitor.part(new Part(slice, values));
    }
  }

  private static TensorProto data(Variable variable, Stored part) throws IOException {
    ByteBuffer value = part.table().get(Slice.key(variable.name(), part.slice()));
    return record(part.file(), value).getData().getData();
  }

  private static float[] floats(Variable variable, TensorProto data) {
    DataType type = DataType.of(variable.typeNumber());
    int length =
        switch (type) {
          case FLOAT32 -> data.getFloatValCount();
          case FLOAT64 -> data.getDoubleValCount();
          default -> data.getHalfValCount();
        };
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          switch (type) {
            case FLOAT32 -> data.getFloatVal(i);
            case FLOAT64 -> (float) data.getDoubleVal(i);
            default -> type.ofBits((short) data.getHalfVal(i));
          };
    }
    return values;
  }

  @Override
  long readInteger(Variable variable) throws IOException {
    List<Stored> parts = stored(variable);
    TensorProto data =
        parts.isEmpty() ? TensorProto.getDefaultInstance() : data(variable, parts.get(0));
    if (data.getIntValCount() == 1) {
      return data.getIntVal(0);
    }
    if (data.getInt64ValCount() == 1) {
      return data.getInt64Val(0);
    }
    throw fileOf(variable).damaged(shown(variable) + " is not one number");
  }
}
