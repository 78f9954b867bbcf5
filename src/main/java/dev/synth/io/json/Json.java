package dev.synth.io.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.text.Printable;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads JSON as other programs write it: NaN and Infinity are numbers, as Python writes them; a
 * name that is there twice, and anything behind the value, are errors. Every error is a {@link
 * BadDataException} that says the line and column and what is wrong there, see {@link JsonProblem}.
 */
public final class Json {
  /** What reads and writes trees; its settings are those of the class. */
  private static final JsonMapper MAPPER = builder().build();

  private Json() {}

  /** A builder of mappers that read as this class says, to which more may be added. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * The object that is all of {@code file}.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is not JSON, or no object
   */
  public static ObjectNode object(Path file) throws IOException {
    return object(MAPPER, file);
  }

  /** As {@link #object(Path)}, read by {@code mapper}. */
  public static ObjectNode object(ObjectMapper mapper, Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new NoInputException(file + ": no such file.");
    }
    return object(mapper, bytes, file.toString());
  }

  /**
   * The object that is all of {@code text}.
   *
   * @param where how messages begin
   * @throws BadDataException if it is not JSON, or no object
   */
  public static ObjectNode object(String text, String where) throws BadDataException {
    return object(MAPPER, text.getBytes(StandardCharsets.UTF_8), where);
  }

  /** As {@link #object(String, String)}, of bytes, read by {@code mapper}. */
  public static ObjectNode object(ObjectMapper mapper, byte[] bytes, String where)
      throws BadDataException {
    JsonNode value = value(mapper, bytes, where);
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new BadDataException(where + ": is not a JSON object, but " + kind(value) + ".");
  }

  private static JsonNode value(ObjectMapper mapper, byte[] bytes, String where)
      throws BadDataException {
    if (bytes.length > 0 && bytes[0] == 0) {
      throw new BadDataException(
          where + ": begins with zero bytes, as a crash of the machine leaves them; it is lost.");
    }
    try {
      return mapper.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw JsonProblem.invalid(where, e);
    } catch (CharConversionException e) {
      throw new BadDataException(where + ": is not text in UTF-8.", e);
    } catch (IOException e) {
      throw new AssertionError(e); // the bytes are in memory
    }
  }

  /**
   * {@code tree} as a {@code type}.
   *
   * @param where how messages begin
   * @throws BadDataException if a field is missing, unknown, or cannot be; the message names it
   */
  public static <T> T bind(ObjectMapper mapper, JsonNode tree, Class<T> type, String where)
      throws BadDataException {
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw JsonProblem.unfit(where, tree, e);
    }
  }

  /** What {@code value} is, with its article, for people. */
  public static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> value.asText();
      case NULL -> "null";
      case NUMBER -> "the number " + Printable.value(value.asText());
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "the text '" + Printable.value(value.asText()) + "'";
      case MISSING -> "empty";
    };
  }
}
