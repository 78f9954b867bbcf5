#!/usr/bin/env python3
"""Reads a spectral model file, encodes a sound and plays its embedding, with NumPy alone.

  scripts/spectral_example.py MODEL.safetensors SOUND.wav PITCH OUT [SEED]
  scripts/spectral_example.py MODEL.safetensors EMBEDDING.npy PITCH OUT [SEED]

SOUND.wav is 16-bit mono at the model's rate. PITCH is MIDI, whole, 0 to 127; "none" encodes a
sound without playing it. SEED is that of the phases, 1 unless given. OUT has no ending: OUT.npy
receives the embedding of a sound, OUT.wav what is played of it, in 32-bit floats at the model's
rate, as long as all frames of the embedding. Shows in code what docs/model-format-spectral.md
says in words.
"""
import json, math, struct, sys, wave
import numpy as np

RANGE_DB, EPSILON, LEAK, MOMENTUM = 120, 1e-3, 0.1, 0.99
GAMMA, MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


def load(path):
    """The spec and the tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__")
    if metadata.get("kind") != "spectral":
        sys.exit(path + " is not a model of kind spectral")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return json.loads(metadata["spec"]), tensors


def read(path, rate):
    with wave.open(path, "rb") as sound:
        if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, rate):
            sys.exit("%s is not 16-bit mono at %d Hz" % (path, rate))
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / np.float32(32768)


def without_offset(x, rate):
    """Butterworth, second order, 20 Hz, settled on an offset that the sound begins with."""
    mean = x[: 4 * rate].mean(dtype=float)
    first = x[: round(0.002 * rate)].mean(dtype=float)
    past = mean if abs(first - mean) < abs(first) else 0.0
    k = math.tan(math.pi * 20 / rate)
    a0 = 1 + math.sqrt(2) * k + k * k
    b0, b1, b2 = 1 / a0, -2 / a0, 1 / a0
    a1, a2 = 2 * (k * k - 1) / a0, (1 - math.sqrt(2) * k + k * k) / a0
    z1, z2, y = -b0 * past, b2 * past, np.empty(len(x))
    for t, v in enumerate(x.astype(float)):
        y[t] = b0 * v + z1
        z1 = b1 * v - a1 * y[t] + z2
        z2 = b2 * v - a2 * y[t]
    return y.astype(np.float32)


def hann(size):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)


def sizes(spec):
    """Rows and columns of the image, and the columns that are sound."""
    spectra = spec["noteSamples"] // spec["hopSamples"] + 1
    return spec["fftSamples"] // 2, 1 << (spectra - 1).bit_length(), spectra


def frames_of(x, spec):
    """[frames, fftSamples]; the first begins with the first sample."""
    size, hop = spec["fftSamples"], spec["hopSamples"]
    return x[hop * np.arange((len(x) - size) // hop + 1)[:, None] + np.arange(size)]


def images(sound, spec):
    """[pieces, rows, columns], values from 0 to 1."""
    (rows, columns, spectra), margin = sizes(spec), spec["fftSamples"] // 2
    pieces = -(-len(sound) // spec["noteSamples"])
    x = np.pad(sound.astype(float), (0, pieces * spec["noteSamples"] - len(sound)))
    x = np.pad(x, margin, "reflect")
    magnitudes = np.abs(np.fft.rfft(hann(2 * margin) * frames_of(x, spec)))
    made = np.zeros((pieces, rows, columns))
    if magnitudes.max() > 0:
        with np.errstate(divide="ignore"):
            pixels = np.maximum(0, 1 + 20 * np.log10(magnitudes / magnitudes.max()) / RANGE_DB)
        for piece in range(pieces):
            first = piece * (spectra - 1)
            made[piece, :, :spectra] = pixels[first : first + spectra, :rows].T
    return made


def padding(small, large, stride, taps):
    """Zeros before and behind the larger side."""
    more = max(0, (small - 1) * stride + taps - large)
    return more // 2, more - more // 2


def convolve(x, kernel, strides):
    """[in, rows, columns] to [out, rows / stride, columns / stride]."""
    taps = kernel.shape[2]
    rows, columns = (n // s for n, s in zip(x.shape[1:], strides))
    x = np.pad(
        x,
        [(0, 0), padding(rows, x.shape[1], strides[0], taps)]
        + [padding(columns, x.shape[2], strides[1], taps)],
    )
    y = np.zeros((len(kernel), rows, columns))
    for i in range(taps):
        for j in range(taps):
            seen = x[:, i :: strides[0], j :: strides[1]][:, :rows, :columns]
            y += np.tensordot(kernel[:, :, i, j].astype(float), seen, 1)
    return y


def convolve_transposed(x, kernel, strides):
    """[in, rows, columns] to [out, rows · stride, columns · stride]."""
    taps = kernel.shape[2]
    rows, columns = x.shape[1:]
    large = rows * strides[0], columns * strides[1]
    top = padding(rows, large[0], strides[0], taps)
    side = padding(columns, large[1], strides[1], taps)
    whole = max((rows - 1) * strides[0] + taps, large[0])
    broad = max((columns - 1) * strides[1] + taps, large[1])
    y = np.zeros((kernel.shape[1], whole, broad))
    for i in range(taps):
        for j in range(taps):
            seen = y[:, i :: strides[0], j :: strides[1]][:, :rows, :columns]
            seen += np.tensordot(kernel[:, :, i, j].T.astype(float), x, 1)
    return y[:, top[0] : top[0] + large[0], side[0] : side[0] + large[1]]


def normalized(x, w, name):
    mean, variance, beta = (
        w[name + "/" + of].astype(float)[:, None, None] for of in ("mean", "variance", "beta")
    )
    return (x - mean) / np.sqrt(variance + EPSILON) + beta


def rectified(x):
    return np.maximum(x, LEAK * x)


def layers(spec):
    """How often both sides are halved, and how often the rows besides."""
    rows, columns, _ = sizes(spec)
    both = columns.bit_length() - 1
    return both, rows.bit_length() - 1 - both


def encode(spec, w, sound):
    """The embedding [frames, latentChannels]."""
    both, more = layers(spec)
    names = [("%d" % i, (2, 2)) for i in range(both)]
    names += [("%d_%d" % (both - 1, j), (2, 1)) for j in range(1, more + 1)]
    names += [("%d" % both, (1, 1))]
    frames = []
    for image in images(without_offset(sound, spec["sampleRateHz"]), spec):
        x = image[None]
        for name, strides in names:
            name = "encoder/" + name
            x = rectified(normalized(convolve(x, w[name + "/W"], strides), w, name))
        x = normalized(convolve(x, w["encoder/z/W"], (1, 1)), w, "encoder/z")
        frames.append(x.ravel())
    return np.array(frames, np.float32)


def decode(spec, w, frame, pitch):
    """The image of a frame of an embedding."""
    both, more = layers(spec)
    names = [("0", (1, 1))] + [("%d" % i, (2, 2)) for i in range(1, both + 1)]
    names += [("%d_%d" % (both, j), (2, 1)) for j in range(1, more + 1)]
    x = np.concatenate([frame, w["decoder/pitches/W"][:, pitch]]).astype(float)[:, None, None]
    for name, strides in names:
        name = "decoder/" + name
        x = rectified(normalized(convolve_transposed(x, w[name + "/W"], strides), w, name))
    x = convolve(x, w["decoder/mag/W"], (1, 1))[0] + float(w["decoder/mag/biases"][0])
    return 1 / (1 + np.exp(-x))


def mixed(z):
    """SplitMix64's mixing, of an array."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(count, seed):
    """Random numbers from 0 to below 1."""
    at = np.arange(1, count + 1).astype(np.uint64) * np.uint64(GAMMA)
    return (mixed(np.uint64(seed & MASK) + at) >> np.uint64(11)) * 2.0**-53


def forward(sound, spec):
    size = spec["fftSamples"]
    return np.fft.rfft(hann(size) * frames_of(np.pad(sound, size // 2), spec))


def inverse(spectra, samples, spec):
    """The sound whose spectrogram is nearest to these, [samples]."""
    size, hop = spec["fftSamples"], spec["hopSamples"]
    sound, weight = np.zeros((2, samples + 2 * size))
    window = hann(size)
    for f, frame in enumerate(np.fft.irfft(spectra, size)):
        sound[f * hop : f * hop + size] += window * frame
        weight[f * hop : f * hop + size] += window**2
    inside = slice(size // 2, size // 2 + samples)
    return sound[inside] / weight[inside]


def play(spec, w, embedding, pitch, seed):
    """The sound of an embedding, with its peak at full scale."""
    rows, _, spectra = sizes(spec)
    pieces = len(embedding)
    samples = pieces * spec["noteSamples"]
    pixels = np.zeros((pieces * (spectra - 1) + 1, rows + 1))
    for piece in range(pieces):
        first = piece * (spectra - 1)
        image = decode(spec, w, embedding[piece], pitch)
        pixels[first : first + spectra, :rows] = image[:, :spectra].T
    magnitudes = 10 ** (RANGE_DB * (pixels - 1) / 20)
    phases = np.zeros(magnitudes.shape)
    phases[:, 1:-1] = 2 * np.pi * uniform(phases[:, 1:-1].size, seed).reshape(len(phases), -1)
    sound = inverse(magnitudes * np.exp(1j * phases), samples, spec)
    before = None
    for _ in range(spec["phaseIterations"]):
        found = forward(sound, spec)
        past = found if before is None else found + MOMENTUM * (found - before)
        size = np.abs(past)
        before = found
        sound = inverse(magnitudes * past / np.where(size > 0, size, 1), samples, spec)
    peak = np.abs(sound).max()
    return (sound / (peak if peak > 0 else 1)).astype(np.float32)


def write(path, sound, rate):
    """A WAV file of 32-bit floats."""
    form = struct.pack("<HHIIHHH", 3, 1, rate, 4 * rate, 4, 32, 0)
    chunks = ((b"fmt ", form), (b"fact", struct.pack("<I", len(sound))), (b"data", sound.tobytes()))
    body = b"WAVE" + b"".join(name + struct.pack("<I", len(c)) + c for name, c in chunks)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(body)) + body)


def main(model, source, pitch, out, seed="1"):
    spec, w = load(model)
    if pitch != "none" and not (pitch.isdecimal() and int(pitch) <= 127):
        sys.exit("PITCH is a MIDI number from 0 to 127, or none, not " + pitch)
    if source.endswith(".npy"):
        embedding = np.load(source).astype(np.float32)
        if embedding.ndim != 2 or embedding.shape[1] != spec["latentChannels"]:
            sys.exit("%s is not [frames, %d]" % (source, spec["latentChannels"]))
    else:
        embedding = encode(spec, w, read(source, spec["sampleRateHz"]))
        np.save(out + ".npy", embedding)
    if pitch != "none":
        played = play(spec, w, embedding, int(pitch), int(seed))
        write(out + ".wav", played, spec["sampleRateHz"])


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) in (5, 6) else sys.exit(__doc__)
