package dev.synth.provenance.c2pa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.synth.io.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * CBOR (RFC 8949): maps of texts or integers, lists, texts, bytes, whole numbers, truths, times
 * (tag 0). Lengths are always told beforehand and integers are as short as they can be, so equal
 * values have equal bytes.
 */
final class Cbor {
  private static final int DEPTH_MAX = 64;
  private static final int TAG_TIME = 0;
  private static final CBORMapper MAPPER =
      CBORMapper.builder(
              CBORFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Cbor() {}

  /** The bytes of {@code value}; null is CBOR's null. */
  static byte[] encode(Object value) {
    return encode(value, -1);
  }

  /** The same under a tag; none where it is negative. */
  static byte[] encode(Object value, int tag) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CBORGenerator to = MAPPER.getFactory().createGenerator(out)) {
      if (tag >= 0) {
        to.writeTag(tag);
      }
      write(to, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file
    }
    return out.toByteArray();
  }

  private static void write(CBORGenerator to, Object value) throws IOException {
    if (value == null) {
      to.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      to.writeStartObject(map, map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey() instanceof Integer number) {
          to.writeFieldId(number);
        } else {
          to.writeFieldName((String) entry.getKey());
        }
        write(to, entry.getValue());
      }
      to.writeEndObject();
    } else if (value instanceof List<?> list) {
      to.writeStartArray(list, list.size());
      for (Object element : list) {
        write(to, element);
      }
      to.writeEndArray();
    } else if (value instanceof byte[] bytes) {
      to.writeBinary(bytes);
    } else if (value instanceof Boolean truth) {
      to.writeBoolean(truth);
    } else if (value instanceof Number number) {
      to.writeNumber(number.longValue());
    } else if (value instanceof Instant time) {
      to.writeTag(TAG_TIME);
      to.writeString(time.truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      to.writeString((String) value);
    }
  }

  /**
   * The value of {@code bytes}; tags are passed over, and integer names become decimal texts.
   *
   * @param what it is, for the message
   * @throws BadDataException if it is no CBOR, has more behind it, a name twice, or is too deep
   */
  static JsonNode decode(byte[] bytes, String what) throws BadDataException {
    try {
      JsonNode value = MAPPER.readTree(bytes);
      if (value == null || value.isMissingNode()) {
        throw new BadDataException(what + " is empty.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new BadDataException(what + " is damaged (" + e.getOriginalMessage() + ").");
    } catch (BadDataException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadDataException(what + " is damaged (" + e.getMessage() + ").");
    }
  }
}
