package dev.synth.model.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.model.onnx.OnnxProto.AttributeProto;
import dev.synth.model.onnx.OnnxProto.GraphProto;
import dev.synth.model.onnx.OnnxProto.ModelProto;
import dev.synth.model.onnx.OnnxProto.NodeProto;
import dev.synth.model.onnx.OnnxProto.OperatorSetIdProto;
import dev.synth.model.onnx.OnnxProto.TensorProto;
import dev.synth.model.onnx.OnnxProto.TensorShapeProto;
import dev.synth.model.onnx.OnnxProto.TypeProto;
import dev.synth.model.onnx.OnnxProto.ValueInfoProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a network of ONNX's operators, of opset {@value #OPSET}. Values go by name: what adds one
 * returns its name. Source: the ONNX specification, docs/IR.md and docs/Operators.md.
 */
public final class OnnxGraph {
  /** Version of the operators. */
  public static final int OPSET = 17;

  /** The version of the file's form that came with that opset. */
  private static final int IR_VERSION = 8;

  /**
   * A setting of an operation.
   *
   * @param name as ONNX has it
   * @param values one, or several
   * @param isList whether it is a list, of however many
   */
  public record Setting(String name, boolean isList, long... values) {
    /** A list of numbers. */
    public static Setting list(String name, long... values) {
      return new Setting(name, true, values);
    }

    /** A number. */
    public static Setting of(String name, long value) {
      return new Setting(name, false, value);
    }
  }

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private int values;

  /**
   * An empty network.
   *
   * @param name a word
   * @param description for people
   */
  public OnnxGraph(String name, String description) {
    graph.setName(name).setDocString(description);
  }

  /**
   * Adds an input of 32-bit floats.
   *
   * @param extents numbers, or names where any number will do
   */
  public String input(String name, String description, Object... extents) {
    graph.addInput(value(name, description, TensorProto.DataType.FLOAT, extents));
    return name;
  }

  /** Adds an input of 64-bit whole numbers. */
  public String wholeInput(String name, String description, Object... extents) {
    graph.addInput(value(name, description, TensorProto.DataType.INT64, extents));
    return name;
  }

  /** Makes {@code value} an output called {@code name}. */
  public void output(String value, String name, String description, Object... extents) {
    graph.addNode(
        NodeProto.newBuilder().setName(name).setOpType("Identity").addInput(value).addOutput(name));
    graph.addOutput(value(name, description, TensorProto.DataType.FLOAT, extents));
  }

  private static ValueInfoProto value(
      String name, String description, TensorProto.DataType type, Object... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object extent : extents) {
      var dimension = shape.addDimBuilder();
      if (extent instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else {
        dimension.setDimParam(extent.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(description)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }

  /** Adds constant floats, in C order, under a name of their own. */
  public String constant(String name, float[] floats, int... shape) {
    return constant(
        name,
        TensorProto.DataType.FLOAT,
        UnsafeByteOperations.unsafeWrap(Sha256.bytes(floats)),
        Arrays.stream(shape).asLongStream().toArray());
  }

  /** Adds a vector of constant whole numbers, such as axes or a shape. */
  public String whole(long... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    return constant(
        "whole" + values++,
        TensorProto.DataType.INT64,
        ByteString.copyFrom(bytes.array()),
        numbers.length);
  }

  private String constant(String name, TensorProto.DataType type, ByteString bytes, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor.setRawData(bytes));
    return name;
  }

  /** Adds an operation of one result. */
  public String node(String operator, List<String> inputs, Setting... settings) {
    return nodes(operator, 1, inputs, settings).get(0);
  }

  /** Adds an operation of {@code count} results. */
  public List<String> nodes(String operator, int count, List<String> inputs, Setting... settings) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addAllInput(inputs);
    node.setName(operator + values);
    for (int i = 0; i < count; i++) {
      node.addOutput("value" + values++);
    }
    for (Setting setting : settings) {
      AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(setting.name());
      if (setting.isList()) {
        Arrays.stream(setting.values()).forEach(attribute::addInts);
        attribute.setType(AttributeProto.AttributeType.INTS);
      } else {
        attribute.setI(setting.values()[0]).setType(AttributeProto.AttributeType.INT);
      }
      node.addAttribute(attribute);
    }
    List<String> outputs = List.copyOf(node.getOutputList());
    graph.addNode(node);
    return outputs;
  }

  /** The sum of two values. */
  public String sum(String a, String b) {
    return node("Add", List.of(a, b));
  }

  /**
   * Writes the network, whole or not at all.
   *
   * @param version of synth
   */
  public void write(Path file, String version, boolean overwrite) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("synth")
            .setProducerVersion(version)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph)
            .build();
    Outputs.write(
        file,
        overwrite,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            model.writeTo(out);
          }
          Outputs.sync(temporary);
        });
  }
}
