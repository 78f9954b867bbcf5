#!/usr/bin/env python3
"""Reads a WaveNet model file, encodes a sound and plays its embedding, with NumPy alone.

  scripts/model_example.py MODEL.safetensors SOUND.wav PITCH OUT

SOUND.wav is 16-bit mono at the model's rate; its first second is used. PITCH is MIDI, 0 to 127.
Its sound ends there, so the last frames of the embedding differ from those of a longer sound.
OUT.npy receives the embedding, OUT.wav what is played of it at temperature 0. Shows in code what
docs/model-format.md says in words; slow on purpose.
"""
import json, math, struct, sys, wave
import numpy as np

LEAD_MAX = 2048  # samples of silence before a note
REACH = 2048  # how far back past periods are looked for
LOWEST_HZ = 20


def load(path):
    """The spec and the tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return json.loads(metadata["spec"]), tensors


def compand(x):
    return np.sign(x) * np.log1p(255 * np.abs(x)) / math.log(256)


def mu_law(x):
    """Codes -128..127 of amplitudes."""
    return np.clip(np.floor(128 * compand(np.clip(x, -1, 1))), -128, 127).astype(int)


def amplitude(codes):
    y = (np.asarray(codes) + 0.5) / 128
    return np.where(np.asarray(codes) == 0, 0, np.sign(y) * (256 ** np.abs(y) - 1) / 255)


def high_pass(x, rate, past=0.0):
    """Butterworth, second order, 20 Hz, after an endless past of the constant `past`."""
    k = math.tan(math.pi * LOWEST_HZ / rate)
    a0 = 1 + math.sqrt(2) * k + k * k
    b0, b1, b2 = 1 / a0, -2 / a0, 1 / a0
    a1, a2 = 2 * (k * k - 1) / a0, (1 - math.sqrt(2) * k + k * k) / a0
    z1, z2, y = -b0 * past, b2 * past, np.empty(len(x))
    for t, v in enumerate(x):
        y[t] = b0 * v + z1
        z1 = b1 * v - a1 * y[t] + z2
        z2 = b2 * v - a2 * y[t]
    return y.astype(np.float32)


def without_offset(x, rate):
    mean = x[: 4 * rate].mean()
    first = x[: max(1, int(0.002 * rate))].mean()
    return high_pass(x, rate, mean if abs(first - mean) < abs(first) else 0.0)


def convolve(x, kernel, dilation, newest):
    """Dilated convolution of rows; `newest` is the offset of the last tap, zeros outside."""
    taps = kernel.shape[1]
    y = np.zeros((len(x), kernel.shape[3]), np.float32)
    for tap in range(taps):
        shift = newest - (taps - 1 - tap) * dilation
        rows = np.zeros_like(x)
        rows[max(0, -shift) : len(x) - max(0, shift)] = x[max(0, shift) : len(x) + min(0, shift)]
        y += rows @ kernel[0, tap]
    return y


def encode(spec, w, sound):
    """The embedding [frames, latentChannels]."""
    hop, half = spec["hopSamples"], spec["kernelSize"] // 2
    codes = mu_law(without_offset(sound, spec["sampleRateHz"]))
    codes = np.append(codes, np.zeros(-len(codes) % hop, int))
    x = (codes[:, None] / 128).astype(np.float32)
    x = convolve(x, w["ae_startconv/W"], 1, half) + w["ae_startconv/biases"]
    for i in range(1, spec["encoderLayers"] + 1):
        dilation = 1 << ((i - 1) % spec["layersPerStage"])
        inner = convolve(np.maximum(x, 0), w[f"ae_dilatedconv_{i}/W"], dilation, half * dilation)
        inner = np.maximum(inner + w[f"ae_dilatedconv_{i}/biases"], 0)
        x = x + inner @ w[f"ae_res_{i}/W"][0, 0] + w[f"ae_res_{i}/biases"]
    frames = x.reshape(-1, hop, x.shape[1]).mean(1)
    return frames @ w["ae_bottleneck/W"][0, 0] + w["ae_bottleneck/biases"]


class Periods:
    """The six inputs made of the sound whole periods ago; for a steady pitch of f cycles."""

    def __init__(self, spec, f):
        self.most, self.period = spec["pastPeriods"], 1 / f if f <= 0.25 else 0
        self.x, self.few, self.many = [], (0.0, 0.0), 0.0  # means of 1 and 2 samples ago

    def next(self):
        x, t = self.x, len(self.x)
        means, total, count = [0.0, 0.0, 0.0], 0.0, 0
        while self.period and count < self.most:
            delay = (count + 1) * self.period
            whole = math.ceil(delay)
            if whole + 1 > min(t, REACH):
                break
            u = whole - delay
            a, b, c, d = x[t - whole - 1 : t - whole + 3]
            total += -u * (u - 1) * (u - 2) / 6 * a + (u + 1) * (u - 1) * (u - 2) / 2 * b
            total += -(u + 1) * u * (u - 2) / 2 * c + (u + 1) * u * (u - 1) / 6 * d
            count += 1
            means[0] = total if count == 1 else means[0]
            means[1] = total / count if count <= 3 else means[1]
            means[2] = total / count
        x1, x2 = (x[-1] if t > 0 else 0.0), (x[-2] if t > 1 else 0.0)
        _, few, many = means
        values = means + [
            1.8 * x1 - 0.85 * x2,
            few + 1.8 * (x1 - self.few[0]) - 0.85 * (x2 - self.few[1]),
            many + 0.85 * (x1 - self.many),
        ]
        self.few, self.many = (few, self.few[0]), many
        return compand(np.array(values)).astype(np.float32)


def decode(spec, w, embedding, pitch, samples):
    """Plays at temperature 0."""
    width, taps, rate = spec["width"], spec["kernelSize"], spec["sampleRateHz"]
    f = 440 * 2 ** ((pitch - 69) / 12) / rate
    dilations = [1 << (i % spec["layersPerStage"]) for i in range(spec["layers"])]
    lead = min(LEAD_MAX, taps + sum((taps - 1) * d for d in dilations))
    pasts = [np.zeros(((taps - 1) * d + 1, width), np.float32) for d in dilations]  # rings
    periods = Periods(spec, f)
    inputs, codes = np.zeros(taps, np.float32), [0] * lead
    table = amplitude(np.arange(-128, 128)).astype(np.float32)
    k = np.arange(1, spec["pitchHarmonics"] + 1)

    def condition(layer, frame):
        value = frame @ w[f"cond_map_{layer}/W"][0, 0] + w[f"cond_map_{layer}/biases"]
        if spec["pitchChannels"]:
            value = value + w["pitch_embedding/W"][pitch] @ w[f"pitch_map_{layer}/W"][0, 0]
        return value

    for step in range(lead + samples):
        t = step - lead  # the note begins at 0
        if step == 0 or (t > 0 and t % spec["hopSamples"] == 0):
            frame = embedding[max(0, t) // spec["hopSamples"]]
            conditions = [condition(i + 1, frame) for i in range(spec["layers"])]
            out_condition = condition("out1", frame) + w["out1/biases"]
        newest = codes[step - 1] if step else 0
        inputs = np.append(inputs[1:], np.float32(newest / 128))
        x = w["startconv/biases"] + inputs @ w["startconv/W"][0, :, 0]
        if spec["pitchHarmonics"]:
            angles = 2 * np.pi * k * (t * f % 1)
            wave_values = np.stack([np.sin(angles), np.cos(angles)], 1) * (k * f < 0.5)[:, None]
            x = x + wave_values.reshape(-1).astype(np.float32) @ w["oscillator/W"][0, 0]
        if spec["pastPeriods"]:
            if step > 0:
                periods.x.append(float(table[newest + 128]))
            x = x + periods.next() @ w["past_periods/W"][0, 0]
        skips = w["skip_start/biases"] + x @ w["skip_start/W"][0, 0]
        for i, d in enumerate(dilations):
            past = pasts[i]
            past[step % len(past)] = x
            gates = conditions[i] + w[f"dilatedconv_{i + 1}/biases"]
            for tap in range(taps):
                row = past[(step - (taps - 1 - tap) * d) % len(past)]
                gates = gates + row @ w[f"dilatedconv_{i + 1}/W"][0, tap]
            gated = np.tanh(gates[width:]) / (1 + np.exp(-gates[:width]))
            skips = skips + gated @ w[f"skip_{i + 1}/W"][0, 0] + w[f"skip_{i + 1}/biases"]
            x = x + gated @ w[f"res_{i + 1}/W"][0, 0] + w[f"res_{i + 1}/biases"]
        hidden = np.maximum(np.maximum(skips, 0) @ w["out1/W"][0, 0] + out_condition, 0)
        if t < 0:
            continue
        logits = hidden @ w["logits/W"][0, 0] + w["logits/biases"]
        change = int(np.argmax(logits)) - 128
        x1, x2 = float(table[newest + 128]), float(table[codes[step - 2] + 128])
        predicted = int(mu_law(np.float32(1.8 * x1 - 0.85 * x2))) if spec["linearPrediction"] else 0
        code = predicted + change
        small = abs(change) <= 32  # stays at full scale; larger steps go round
        codes.append(max(-128, min(127, code)) if small else (code + 128) % 256 - 128)
    return high_pass(table[np.array(codes[lead:]) + 128], rate)


def main(model, sound, pitch, out):
    spec, w = load(model)
    with wave.open(sound) as file:
        seconds = file.readframes(spec["sampleRateHz"])
    x = (np.frombuffer(seconds, "<i2") / 32768).astype(np.float32)
    embedding = encode(spec, w, x)
    np.save(out + ".npy", embedding.astype(np.float32))
    played = decode(spec, w, embedding, int(pitch), len(embedding) * spec["hopSamples"])
    with wave.open(out + ".wav", "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(spec["sampleRateHz"])
        file.writeframes(np.clip(np.rint(played * 32768), -32768, 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 5 else sys.exit(__doc__)
