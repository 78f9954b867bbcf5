#!/usr/bin/env python3
"""An independent reader of TensorBoard's event files, for the tests and for people without TensorBoard.

    events.py FILE    prints each event as a JSON object a line; sounds and pictures as their sizes

Both CRCs of each record are checked. It knows the framing and the wire format of protocol buffers
from their documents only, and shares nothing with synth but these. Python 3 without packages.
"""
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


def records(data):
    at = 0
    while at < len(data):
        header = data[at : at + 8]
        (length,) = struct.unpack("<Q", header)
        if struct.unpack("<I", data[at + 8 : at + 12])[0] != masked_crc(header):
            raise ValueError("damaged length at byte %d" % at)
        payload = data[at + 12 : at + 12 + length]
        end = at + 12 + length
        if len(payload) != length or len(data) < end + 4:
            raise ValueError("cut short at byte %d" % at)
        if struct.unpack("<I", data[end : end + 4])[0] != masked_crc(payload):
            raise ValueError("damaged record at byte %d" % at)
        yield payload
        at = end + 4


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """(number, value) of each field; groups do not occur."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            (value,) = struct.unpack("<d", data[at : at + 8])
            at += 8
        elif kind == 2:
            length, at = varint(data, at)
            value = data[at : at + length]
            at += length
        elif kind == 5:
            (value,) = struct.unpack("<f", data[at : at + 4])
            at += 4
        else:
            raise ValueError("wire type %d" % kind)
        yield key >> 3, value


def image(data):
    found = dict(fields(data))
    png = found[4]
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("an image that is no PNG")
    width, height = struct.unpack(">II", png[16:24])
    if (width, height) != (found[2], found[1]):
        raise ValueError("a picture of another size than the event says")
    return {"width": width, "height": height, "colorspace": found[3], "bytes": len(png)}


def audio(data):
    found = dict(fields(data))
    wav = found[4]
    if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        raise ValueError("a sound that is no WAV")
    return {
        "rate": found[1],
        "channels": found[2],
        "frames": found[3],
        "type": found[5].decode(),
        "bytes": len(wav),
    }


def event(payload):
    out = {"step": 0}
    for number, value in fields(payload):
        if number == 1:
            out["wall_time"] = value
        elif number == 2:
            out["step"] = value
        elif number == 3:
            out["file_version"] = value.decode()
        elif number == 7:
            out["session"] = dict(fields(value)).get(1, 0)
        elif number == 5:
            for one, item in fields(value):
                if one != 1:
                    raise ValueError("summary field %d" % one)
                found = dict(fields(item))
                tag = found[1].decode()
                if 2 in found:
                    out.setdefault("scalars", {})[tag] = found[2]
                if 4 in found:
                    out.setdefault("images", {})[tag] = image(found[4])
                if 6 in found:
                    out.setdefault("audio", {})[tag] = audio(found[6])
    return out


with open(sys.argv[1], "rb") as file:
    for record in records(file.read()):
        print(json.dumps(event(record)))
