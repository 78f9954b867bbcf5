#!/usr/bin/env python3
"""An independent reader and writer of notes in TFRecord form, for the tests.

    tfrecord.py write FILE   writes the four notes of independent.tfrecord, gzipped if FILE ends in .gz
    tfrecord.py read FILE    prints every feature of every record as JSON; CRCs are checked

It knows the framing and the wire format of protocol buffers from their documents only, and shares
nothing with synth but these. Python 3 without packages.
"""
import gzip
import json
import struct
import sys

CRC_TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
    CRC_TABLE.append(byte)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ CRC_TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def framed(payload):
    length = struct.pack("<Q", len(payload))
    return b"".join(
        [length, struct.pack("<I", masked_crc(length)), payload, struct.pack("<I", masked_crc(payload))]
    )


# Writing: fields by hand, so that forms which synth itself never writes are there, too.


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def int64s(values, packed=True):
    if packed:
        return field(3, field(1, b"".join(map(varint, values))))
    return field(3, b"".join(varint(1 << 3) + varint(value) for value in values))


def floats(values, packed=True):
    if packed:
        return field(2, field(1, struct.pack("<%df" % len(values), *values)))
    return field(2, b"".join(varint(1 << 3 | 5) + struct.pack("<f", value) for value in values))


def texts(values):
    return field(1, b"".join(field(1, value.encode("utf-8")) for value in values))


def example(features):
    entries = (field(1, field(1, name.encode()) + field(2, value)) for name, value in features)
    return field(1, b"".join(entries))


def samples(number, count):
    """Sample i of note number: a 16-bit value that jumps about, over 32768."""
    return [((i * 7919 + number * 104729) % 65536 - 32768) / 32768 for i in range(count)]


def notes():
    # As NSynth writes a note: every feature, floats packed.
    yield example(
        [
            ("audio", floats(samples(0, 1000))),
            ("instrument", int64s([417])),
            ("instrument_family", int64s([0])),
            ("instrument_family_str", texts(["bass"])),
            ("instrument_source", int64s([2])),
            ("instrument_source_str", texts(["synthetic"])),
            ("instrument_str", texts(["bass_synthetic_033"])),
            ("note", int64s([201034])),
            ("note_str", texts(["bass_synthetic_033-022-050"])),
            ("pitch", int64s([22])),
            ("qualities", int64s([0, 1, 0, 0, 0, 0, 0, 1, 0, 0])),
            ("qualities_str", texts(["dark", "percussive"])),
            ("sample_rate", int64s([16000])),
            ("velocity", int64s([50])),
        ]
    )
    # Repeated numbers not packed, another order, a feature nobody knows, an empty feature.
    yield example(
        [
            ("velocity", int64s([127], packed=False)),
            ("note_str", texts(["synth_lead_electronic_004-101-127"])),
            ("something_new", floats([1.5])),
            ("qualities_str", texts([])),
            ("pitch", int64s([101], packed=False)),
            ("audio", floats(samples(1, 300), packed=False)),
        ]
    )
    # A name of somebody's own, and no rate.
    yield example([("note_str", texts(["M\u00fcllers \u201eFl\u00f6te\u201c 1"])), ("audio", floats(samples(2, 77)))])
    # Nothing but a sound, and that at another rate.
    yield example([("audio", floats(samples(3, 441))), ("sample_rate", int64s([44100]))])


# Reading.


def read_varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = read_varint(data, at)
        if key & 7 == 0:
            value, at = read_varint(data, at)
        elif key & 7 == 5:
            value, at = data[at : at + 4], at + 4
        elif key & 7 == 2:
            size, at = read_varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            sys.exit("wire type %d is none of an Example's" % (key & 7))
        yield key >> 3, key & 7, value


def values_of(feature):
    values = []
    for kind, _, content in fields(feature):
        for _, wire, value in fields(content):
            if kind == 1:
                values.append(value.decode("utf-8"))
            elif kind == 2:
                values.extend(struct.unpack("<%df" % (len(value) // 4), value))
            elif wire == 0:
                values.append(value)
            else:
                at = 0
                while at < len(value):
                    number, at = read_varint(value, at)
                    values.append(number)
    return values


def features_of(payload):
    features = {}
    for _, _, content in fields(payload):
        for _, _, entry in fields(content):
            parts = {number: value for number, _, value in fields(entry)}
            features[parts[1].decode()] = values_of(parts[2])
    return features


def records(file):
    while True:
        head = file.read(12)
        if not head:
            return
        (length, crc) = struct.unpack("<QI", head)
        if crc != masked_crc(head[:8]):
            sys.exit("a length does not fit its CRC")
        payload = file.read(length)
        if struct.unpack("<I", file.read(4)) != (masked_crc(payload),):
            sys.exit("a record does not fit its CRC")
        yield payload


if __name__ == "__main__":
    command, path = sys.argv[1:]
    opened = gzip.open if path.endswith(".gz") else open
    if command == "write":
        with opened(path, "wb") as out:
            for note in notes():
                out.write(framed(note))
    else:
        with opened(path, "rb") as file:
            json.dump([features_of(payload) for payload in records(file)], sys.stdout)
