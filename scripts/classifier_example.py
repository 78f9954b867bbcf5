#!/usr/bin/env python3
"""Reads a model of kind classifier and says what a sound is, with NumPy alone.

  scripts/classifier_example.py MODEL.safetensors SOUND.wav

SOUND.wav is 16-bit mono at the model's rate. Prints a JSON object with the probabilities of the
answers to each question, or null for silence. Shows in code what
docs/model-format-classifier.md says in words.
"""
import json, math, struct, sys, wave
import numpy as np

HOP, SHORT, LONG, LONG_HOP = 256, 512, 8192, 2048
SECTIONS = ((0, 1), (1, 8), (8, 20))  # frames of each
MULTIPLES = (1 / 3, 1 / 2, 2 / 3, 1, 3 / 2, 2, 5 / 2, 3, 4, 5, 6, 7, 8, 10, 12, 16)
PLACES = 3 * 128
QUESTIONS = (("family", 11), ("source", 3), ("velocity", 5), ("qualities", 10))
FLOOR_DB = -100


def load(path):
    """The spec and the tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__")
    if metadata.get("kind") != "classifier":
        sys.exit(path + " is not a model of kind classifier")
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


def heard(x, rate, length):
    """From 10 ms before the sound begins on; None for silence."""
    step = rate // 100
    levels = [np.sqrt(np.mean(x[i : i + step].astype(float) ** 2)) for i in range(0, len(x), step)]
    if not levels or max(levels) < 10 ** (-60 / 20):
        return None
    floor = max(max(levels) * 10 ** (-40 / 20), 10 ** (-80 / 20))
    begin = next(i for i, level in enumerate(levels) if level >= floor) * step
    cut = x[max(0, begin - step) :][:length]
    return np.pad(cut, (0, length - len(cut)))


def hann(size):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)


def decibels(power):
    return 10 * np.log10(power + 1e-12)


def below(db):
    return np.maximum(FLOOR_DB, db - db.max())


def mel_bands(bands, rate):
    """[bands, bins]: weights that sum to 1."""
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    edges = 700 * (10 ** (np.linspace(mel(30), mel(rate / 2), bands + 2) / 2595) - 1)
    hz = np.arange(SHORT // 2 + 1) * rate / SHORT
    rising = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rising, falling))
    return weights / weights.sum(1, keepdims=True)


def spectrogram(x, spec):
    """[frames, bands] and the level."""
    padded = np.pad(x, SHORT)
    frames = [padded[SHORT // 2 + HOP * f :][:SHORT] for f in range(spec["frames"])]
    power = (2 / hann(SHORT).sum() * np.abs(np.fft.rfft(hann(SHORT) * frames))) ** 2
    mel = power @ mel_bands(spec["melBands"], spec["sampleRateHz"]).T
    return below(decibels(mel)), decibels(power.sum(1).max())


def spectra(x, rate):
    """[sections, bins] on the scale of pitch."""
    top = 69 + 12 * math.log2(rate / 2 / 440)
    place = lambda j: 440 * 2 ** (((j - 1) / 3 - 69) / 12) * LONG / rate  # in bins of the FFT
    rows = []
    for first, end in SECTIONS:
        frames = [x[LONG_HOP * f :][:LONG] for f in range(first, end) if LONG_HOP * f < len(x)]
        frames = [np.pad(frame, (0, LONG - len(frame))) for frame in frames]
        if frames:
            power = np.mean(np.abs(np.fft.rfft(hann(LONG) * frames)) ** 2, 0) * 16 / LONG**2
        else:
            power = np.zeros(LONG // 2 + 1)
        k = np.arange(1, LONG // 2)
        row = []
        for j in range(int(3 * top) + 1):
            centre = place(j)
            low, high = min(place(j - 1), centre - 1), max(place(j + 1), centre + 1)
            weight = np.minimum((k - low) / (centre - low), (high - k) / (high - centre))
            row.append(np.maximum(0, weight) @ power[1 : LONG // 2])
        rows.append(decibels(np.array(row)))
    return below(np.array(rows))


def harmonic_stack(spectra):
    """[channels, places]."""
    rows = []
    for spectrum in spectra:
        scaled = np.maximum(0, 1 + (spectrum - spectrum.max()) / 60)
        scaled = scaled * (spectrum.max() >= -75)
        for multiple in MULTIPLES:
            at = np.arange(PLACES) + 36 * math.log2(multiple)
            low = np.floor(at).astype(int)
            inside = (low >= 0) & (low + 1 < len(scaled))
            low = np.clip(low, 0, len(scaled) - 2)
            value = scaled[low] + (at - np.floor(at)) * (scaled[low + 1] - scaled[low])
            rows.append(np.where(inside, value, 0))
    return np.array(rows)


def convolve(x, kernel, biases, strides, last=False):
    """x is [channels, height, width], kernel [out, in, taps...]."""
    kernel = kernel.reshape(kernel.shape + (1,) * (4 - kernel.ndim)).astype(float)
    size = [-(-n // s) for n, s in zip(x.shape[1:], strides)]
    more = [
        max(0, (n - 1) * s + taps - whole)
        for n, s, taps, whole in zip(size, strides, kernel.shape[2:], x.shape[1:])
    ]
    x = np.pad(x, [(0, 0)] + [(m // 2, m - m // 2) for m in more])
    y = np.zeros((kernel.shape[0], *size)) + biases[:, None, None]
    for i in range(kernel.shape[2]):
        for j in range(kernel.shape[3]):
            rows = x[:, i :: strides[0], j :: strides[1]][:, : size[0], : size[1]]
            y += np.einsum("oc,chw->ohw", kernel[:, :, i, j], rows)
    return y if last else np.maximum(y, 0.1 * y)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def classify(spec, w, sound):
    rate = spec["sampleRateHz"]
    x = heard(without_offset(sound, rate), rate, HOP * spec["frames"])
    if x is None:
        return None
    layer = lambda name, x, *rest: convolve(x, w[name + "/W"], w[name + "/biases"], *rest)
    mel, level = spectrogram(x, spec)
    parts = spectra(x, rate)
    stack = harmonic_stack(parts)
    y = layer("pitch2", layer("pitch1", stack[:, :, None], (1, 1)), (1, 1))
    pitches = layer("pitch3", y, (3, 1), True).ravel()
    pitch = int(pitches.argmax())

    more = np.concatenate(
        [
            stack[:, 3 * pitch : 3 * pitch + 3].max(1),
            np.maximum(0, 1 + parts.max(1) / 80),
            [max(-2, 1 + level / 30)],
            np.maximum(0, 1 - np.abs(pitch - 18 - 12 * np.arange(9)) / 12),
        ]
    )
    y = np.maximum(0, 1 + mel / 80)[None]
    for i in range(1, 5):
        y = layer("timbre%d" % i, y, (2, 2))
    joined = np.concatenate([y.mean(1).ravel(), y.max(1).ravel(), more])
    hidden = w["hidden/W"].astype(float) @ joined + w["hidden/biases"]
    answers = w["answers/W"].astype(float) @ np.maximum(hidden, 0.1 * hidden)
    answers = answers + w["answers/biases"]

    temperatures = w["calibration/temperatures"]
    said = {}
    if temperatures[0] > 0:
        said["pitch"] = softmax(pitches / temperatures[0])
    at = 0
    for i, (question, count) in enumerate(QUESTIONS):
        z = answers[at : at + count]
        at += count
        if temperatures[i + 1] > 0:
            z = z / temperatures[i + 1]
            said[question] = 1 / (1 + np.exp(-z)) if question == "qualities" else softmax(z)
    return {question: [float(p) for p in all] for question, all in said.items()}


def main(model, sound):
    spec, tensors = load(model)
    print(json.dumps(classify(spec, tensors, read(sound, spec["sampleRateHz"]))))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
