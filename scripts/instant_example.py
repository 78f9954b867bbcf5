#!/usr/bin/env python3
"""Reads an instant model file, encodes a sound and plays its embedding, with NumPy alone.

  scripts/instant_example.py MODEL.safetensors SOUND.wav PITCH OUT [SEED]
  scripts/instant_example.py MODEL.safetensors EMBEDDING.npy PITCH OUT [SEED]

SOUND.wav is 16-bit mono at 16 kHz. PITCH is MIDI, 12 to 120; whole if a sound is to be encoded,
which may also be of unknown pitch: "none" encodes without, and does not play. SEED is that of the
noise, 1 unless given. OUT has no ending: OUT.npy receives the embedding of a sound, OUT.wav what is played of it, in
32-bit floats at the model's rate. Shows in code what docs/model-format-instant.md says in words.
"""
import json, math, struct, sys, wave
import numpy as np

RATE, HOP = 16000, 512  # of the encoder: an embedding's frames are 32 ms
POINTS = 4  # points of the controls in a frame
LOWEST_HZ = 20
LONG_BANDS, SHORT_BANDS = 80, 8
HEARD_PARTIALS, GAPS = 64, 16
BLOCK, MARGIN = 256, 4  # frames at once whose intonation is found, and those around that are used
FLOOR_DB, SILENT_DB = -90, -100
LOUDEST_DB = 60
GAMMA, MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


def load(path):
    """The spec and the tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    metadata = header.pop("__metadata__")
    if metadata.get("kind") != "instant":
        sys.exit(path + " is not a model of kind instant")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return json.loads(metadata["spec"]), tensors


def hz_of(midi):
    return 440 * 2 ** ((midi - 69) / 12)


def mel(hz):
    return 2595 * np.log10(1 + hz / 700)


def hz_of_mel(mels):
    return 700 * (10 ** (mels / 2595) - 1)


def power(db):
    return 10 ** (db / 10)


def pitch_features(midi):
    return np.exp(-0.5 * ((midi - 12 - 3 * np.arange(37)) / 3) ** 2)


def level_steps(levels):
    """[frames, 4]: how much louder the frames 2 and 1 before and 1 and 2 behind are."""
    f = np.arange(len(levels))
    steps = [levels[np.clip(f + d, 0, len(levels) - 1)] - levels for d in (-2, -1, 1, 2)]
    return np.clip(np.stack(steps, 1), -40, 40) / 20


def network(name, blocks, w, x, conditions):
    """A residual stack over frames."""

    def convolve(x, kernel, dilation):
        y = np.zeros((len(x), kernel.shape[3]), np.float32)
        for tap in range(3):
            away = (tap - 1) * dilation
            if abs(away) < len(x):
                rows = x[max(0, away) : len(x) + min(0, away)]
                y[max(0, -away) : len(x) - max(0, away)] += rows @ kernel[0, tap]
        return y

    def of(part):
        return w[f"{name}/{part}/W"], w[f"{name}/{part}/biases"]

    kernel, biases = of("start")
    h = convolve(x.astype(np.float32), kernel, 1) + biases
    h = h + conditions.astype(np.float32) @ w[f"{name}/condition/W"][0, 0]
    for i in range(1, blocks + 1):
        kernel, biases = of(f"dilated{i}")
        inner = np.maximum(convolve(np.maximum(h, 0), kernel, 1 << ((i - 1) % 4)) + biases, 0)
        kernel, biases = of(f"res{i}")
        h = h + inner @ kernel[0, 0] + biases
    kernel, biases = of("end")
    return np.maximum(h, 0) @ kernel[0, 0] + biases


# From sound to an embedding


def without_offset(x):
    """Butterworth, second order, 20 Hz, settled on an offset that the sound begins with."""
    mean, first = x[: 4 * RATE].mean(dtype=float), x[:32].mean(dtype=float)
    past = mean if abs(first - mean) < abs(first) else 0.0
    k = math.tan(math.pi * LOWEST_HZ / RATE)
    a0 = 1 + math.sqrt(2) * k + k * k
    b0, b1, b2 = 1 / a0, -2 / a0, 1 / a0
    a1, a2 = 2 * (k * k - 1) / a0, (1 - math.sqrt(2) * k + k * k) / a0
    z1, z2, y = -b0 * past, b2 * past, np.empty(len(x))
    for t, v in enumerate(x.astype(float)):
        y[t] = b0 * v + z1
        z1 = b1 * v - a1 * y[t] + z2
        z2 = b2 * v - a2 * y[t]
    return y.astype(np.float32)


def pieces(x, starts, length):
    """[starts, length], silence before and behind the sound."""
    at = np.asarray(starts)[:, None] + np.arange(length)
    inside = (at >= 0) & (at < len(x))
    return np.where(inside, x[np.clip(at, 0, len(x) - 1)], np.float32(0))


def powers(x, middles, size):
    """[middles, bins]: a sine's peak has its squared amplitude."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    spectrum = np.fft.rfft(window * pieces(x, middles - size // 2, size))
    bins = (2 / window.sum()) ** 2 * np.abs(spectrum) ** 2
    bins[:, [0, -1]] = 0
    return bins


def decibels(power):
    return np.maximum(SILENT_DB, 10 * np.log10(power + 1e-12))


def band_edges(bands, lowest):
    return hz_of_mel(np.linspace(mel(lowest), mel(RATE / 2), bands + 2))


def band_levels(bins, bands, lowest):
    """[frames, bands] dB of mel bands."""
    edges = band_edges(bands, lowest)[:, None]
    hz = np.arange(bins.shape[1]) * RATE / 2 / (bins.shape[1] - 1)
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0, np.minimum(rising, falling))
    return decibels(bins @ (weights / weights.sum(1, keepdims=True)).T)


def partial_levels(bins, hz):
    """[64] dB of the partials of a frame."""
    last, step = len(bins) - 2, RATE / 2 / (len(bins) - 1)
    lobe = int(min(2, 0.5 * hz / step))
    found = np.zeros(HEARD_PARTIALS)
    for k in range(1, HEARD_PARTIALS + 1):
        at, near = k * hz / step, 0.35 * hz / step
        first = max(1, math.ceil(at - near))
        if at >= last + 1 or first > last:
            break
        peak = min(last, max(1, round(at)))
        for j in range(first, min(last, math.floor(at + near)) + 1):
            peak = j if bins[j] > bins[peak] else peak
        found[k - 1] = bins[max(1, peak - lobe) : min(last, peak + lobe) + 1].sum() / 1.5
    return decibels(found)


def gap_levels(bins, hz):
    """[16] dB of what lies between the partials of a frame."""
    step = RATE / 2 / (len(bins) - 1)
    at = step * np.arange(1, len(bins) - 1)
    between = np.abs(at - hz * np.rint(at / hz)) >= max(0.35 * hz, 2.5 * step)
    gap = (mel(at) / mel(RATE / 2) * GAPS).astype(int)
    sums = np.bincount(gap, bins[1:-1] * between, GAPS)
    counts = np.bincount(gap, between, GAPS)
    there = np.flatnonzero(counts)
    if len(there) == 0:
        return np.full(GAPS, float(SILENT_DB))
    nearest = there[np.maximum(0, np.searchsorted(there, np.arange(GAPS), "right") - 1)]
    return decibels(sums[nearest] / counts[nearest])


def features(x, frames, hz):
    """[frames, 192] dB: 80 bands of the whole frame, 8 of each of its quarters, 64 partials and
    16 bands of what lies between these. hz is the fundamental of each frame, or None."""
    starts = HOP * np.arange(frames)
    long = powers(x, starts + HOP // 2, 1024)
    rows = [band_levels(long, LONG_BANDS, 40)]
    for quarter in range(4):
        middles = starts + (2 * quarter + 1) * HOP // 8
        rows.append(band_levels(powers(x, middles, 256), SHORT_BANDS, 60))
    if hz is None:
        rows.append(np.full((frames, HEARD_PARTIALS + GAPS), float(SILENT_DB)))
    else:
        rows.append(np.stack([partial_levels(long[f], hz[f]) for f in range(frames)]))
        rows.append(np.stack([gap_levels(long[f], hz[f]) for f in range(frames)]))
    return np.concatenate(rows, 1)


def envelope(db, pitch):
    """[frames, 80] dB: the highest level of the bands within half a fundamental."""
    middles = band_edges(LONG_BANDS, 40)[1:-1]
    near = 0 if pitch is None else 0.55 * hz_of(pitch)
    return np.stack([db[:, np.abs(middles - m) <= near].max(1) for m in middles], 1)


def encoder_inputs(db, pitch):
    """[frames, 276]: features beside the level of their frame, and how that changes."""
    edges = hz_of_mel(mel(RATE / 2) * np.arange(LONG_BANDS + 1) / LONG_BANDS)
    long = db[:, :LONG_BANDS]
    levels = 10 * np.log10(1e-10 + power(long) @ (np.diff(edges) / 1000))
    db = np.concatenate([db, envelope(long, pitch)], 1)
    relative = (np.maximum(-70, db - levels[:, None]) + 35) / 20
    return np.concatenate([relative, level_steps(levels)], 1)


def sound_levels(x, frames, pitch):
    """[frames] dB of whole periods."""
    period = HOP if pitch is None else RATE / hz_of(pitch)
    length = math.floor(period * max(1, round(HOP / period)) + 0.5)
    early = int((HOP - length) / 2)  # towards 0
    rows = pieces(x, HOP * np.arange(frames) + early, length).astype(float)
    return np.maximum(-100, 10 * np.log10((rows**2).sum(1) / length + 1e-12))


def hann_means(x, length, hop, points):
    """Twice the mean of x under Hann windows around points, by running sums."""
    n, half = np.arange(len(x)), length // 2
    turned = np.exp(2j * np.pi * n / (length + 1))
    sums = [np.append(0, np.cumsum(x * v)) for v in (1, turned.real, turned.imag)]
    centre = hop * np.arange(points)
    begin, end = np.clip(centre - half, 0, len(x)), np.clip(centre + half + 1, 0, len(x))
    plain, even, odd = (s[end] - s[begin] for s in sums)
    at = 2 * np.pi * centre / (length + 1)
    return 2 / (length + 1) * (plain + np.cos(at) * even + np.sin(at) * odd)


def smooth(deviation, weight):
    """A mean over five points by weight; nothing new where hardly anything sounds."""
    points = len(deviation)
    sums, of = np.zeros(points), np.zeros(points)
    for d in range(-2, 3):
        to = slice(max(0, -d), points - max(0, d))
        at = slice(max(0, d), points + min(0, d))
        sums[to] += (3 - abs(d)) * weight[at] * deviation[at]
        of[to] += (3 - abs(d)) * weight[at]
    heard = np.flatnonzero((of > 9e-4 * weight.max()) & (of > 0))
    if len(heard) == 0:
        return np.zeros(points)
    last = heard[np.maximum(0, np.searchsorted(heard, np.arange(points), "right") - 1)]
    return sums[last] / of[last]


def pitch_track(x, hz):
    """Cents by which the pitch differs from hz every 128 samples."""
    hop = HOP // POINTS
    points = len(x) // hop
    cents = np.zeros(points)
    length = 2 * math.floor(max(0.024 * RATE, 3 * RATE / hz) / 2 + 0.5) + 1
    for partials in (3, 8):
        rates = hz / RATE * 2 ** (cents / 1200)
        turns = np.append(0, np.cumsum(0.5 * hop * (rates[:-1] + rates[1:])))
        bend = np.diff(rates, append=rates[-1]) / hop
        n = np.arange(hop)
        m = n // 32 * 32  # a frequency is kept for 32 samples
        phase = turns[:, None] + m * (rates[:, None] + 0.5 * bend[:, None] * m)
        phase = phase + (n - m) * (rates[:, None] + 0.5 * bend[:, None] * (2 * m + 32))
        phase = phase.reshape(-1)
        numerator, denominator = np.zeros(points - 1), np.zeros(points - 1)
        for k in range(1, partials + 1):
            if k * hz >= 0.45 * RATE:
                break
            a = hann_means(x * np.exp(-2j * np.pi * (k * phase % 1)), length, hop, points)
            step = a[1:] * np.conj(a[:-1])
            turned = np.angle(step) / (2 * np.pi)
            expected = k * numerator / np.where(denominator > 0, denominator, 1)
            turned += np.where(denominator > 0, np.rint(expected - turned), 0)
            numerator += np.abs(step) * k * turned
            denominator += np.abs(step) * k * k
        some = denominator > 0
        deviation = np.where(some, numerator / np.where(some, denominator, 1), 0)
        deviation = smooth(np.append(deviation, 0), np.append(denominator, 0))
        before = deviation[np.maximum(0, np.arange(points) - 1)]
        after = deviation[np.minimum(points - 2, np.arange(points))]
        share = 1 + 0.5 * (before + after) / (hz * hop / RATE)
        more = np.where(share > 0.5, 1200 * np.log2(np.maximum(share, 0.5)), 0)
        cents += np.clip(more, -200, 200)
    return cents


def intonation(x, frames, hz):
    """[frames] cents, in the middle of each."""
    cents = np.zeros(frames)
    for first in range(0, frames, BLOCK):
        count = min(BLOCK, frames - first)
        block = pieces(x, [HOP * (first - MARGIN)], HOP * (BLOCK + 2 * MARGIN))[0]
        middles = POINTS * (MARGIN + np.arange(count)) + POINTS // 2
        cents[first : first + count] = pitch_track(block, hz)[middles]
    return cents


def encode(spec, w, sound, pitch):
    """The embedding [frames, latentChannels]."""
    x = without_offset(sound)
    frames = -(-len(x) // HOP)
    known = np.zeros(37) if pitch is None else pitch_features(pitch)
    cents = None if pitch is None else intonation(x, frames, hz_of(pitch))
    hz = None if pitch is None else hz_of(pitch + cents / 100)
    inputs = encoder_inputs(features(x, frames, hz), pitch)
    conditions = np.tile(known, (frames, 1))
    learned = network("encoder", spec["encoderLayers"], w, inputs, conditions)
    levels = (sound_levels(x, frames, pitch) + 40) / 20
    cents = np.zeros(frames) if pitch is None else np.clip(cents, -400, 400)
    measured = np.stack([levels, cents / 50], 1)
    return np.concatenate([measured, learned], 1).astype(np.float32)


# From an embedding to sound


def band_middles(spec):
    count, top = spec["noiseBands"], mel(spec["sampleRateHz"] / 2)
    return hz_of_mel(top * np.arange(count) / (count - 1))


def between(hz, middles):
    """The lower of the two bands that frequencies lie between, and the share of the upper one."""
    lower = np.clip(np.searchsorted(middles, hz) - 1, 0, len(middles) - 2)
    return lower, np.minimum(1, (hz - middles[lower]) / (middles[lower + 1] - middles[lower]))


def level_weights(spec, pitch):
    """What the power of each partial and noise band of a point adds to its level."""
    k, middles = np.arange(1, spec["partials"] + 1), band_middles(spec)
    most = 0.485 * min(RATE, spec["sampleRateHz"])  # what lies above does not count
    partials = np.where((k == 1) | (k * hz_of(pitch) < most), 0.5, 0)
    hz = np.arange(2.5, most, 5)
    lower, share = between(hz, middles)
    noise = np.zeros(len(middles))
    np.add.at(noise, lower, 0.005 * (1 - share))
    np.add.at(noise, lower + 1, 0.005 * share)
    return np.concatenate([partials, noise])


def point_cents(channel):
    """[4 · frames] cents: a cubic through the middles of the frames."""
    at = np.arange(POINTS * len(channel)) / POINTS - 0.5
    f = np.floor(at).astype(int)
    t = at - f
    a, b, c, d = (50.0 * channel[np.clip(f + i, 0, len(channel) - 1)] for i in (-1, 0, 1, 2))
    cubic = c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))
    return b + 0.5 * t * cubic


def smoothed(levels):
    """Levels [points, partials] without what changes from point to point by a few dB."""
    points = len(levels)
    sums, of = np.zeros(levels.shape), np.zeros(levels.shape)
    for d in range(1 - POINTS, POINTS):
        to = slice(max(0, -d), points - max(0, d))
        at = slice(max(0, d), points + min(0, d))
        weight = (POINTS - abs(d)) / (1 + ((levels[at] - levels[to]) / 6) ** 2) ** 2
        sums[to] += weight * levels[at]
        of[to] += weight
    return sums / of


def controls(spec, w, embedding, pitch):
    """Amplitudes [points, partials], gains [points, bands], cents [points], tunings [partials]."""
    partials, own, frames = spec["partials"], spec["ownTunings"], len(embedding)
    levels = -40 + 20 * embedding[:, 0].astype(float)
    if levels.max() > LOUDEST_DB:
        sys.exit(f"the embedding has a level of {levels.max():.3g} dB, which no sound has")
    conditions = np.tile(pitch_features(pitch), (frames, 1))
    conditions = np.concatenate([conditions, level_steps(levels)], 1)
    out = network("decoder", spec["layers"], w, embedding[:, 2:], conditions).astype(float)
    values, tunings = out[:, : out.shape[1] - own], out[:, out.shape[1] - own :]
    values = values.reshape(frames, POINTS, -1)
    last = spec["envelopePoints"] - 1
    place = last * mel(np.arange(1, partials + 1) * hz_of(pitch)) / mel(spec["sampleRateHz"] / 2)
    place = np.minimum(last, place)
    lower = np.minimum(last - 1, place.astype(int))
    share = place - lower
    line = values[:, :, -1 - last :]
    values = values[:, :, : -1 - last].copy()
    values[:, :, :partials] += (1 - share) * line[:, :, lower] + share * line[:, :, lower + 1]
    db = -30 + 20 * values
    weights = level_weights(spec, pitch)
    offset = levels - 10 * np.log10((power(db) @ weights).mean(1))
    db = db + offset[:, None, None]
    weight = power(db[:, 0, :own])  # of the first point
    of = weight.sum(0)
    cents = (weight * 50 * tunings).sum(0) / np.where(of > 0, of, 1)
    tuning = np.append(cents, np.zeros(partials - own))
    db = np.where(db > FLOOR_DB, db, SILENT_DB).reshape(POINTS * frames, -1)
    db[:, :partials] = smoothed(db[:, :partials])
    amplitudes = np.where(db > SILENT_DB, 10 ** (db / 20), 0)
    per_khz = math.sqrt(spec["sampleRateHz"] / 2000)
    noise = per_khz * amplitudes[:, partials:]
    return amplitudes[:, :partials], noise, point_cents(embedding[:, 1]), tuning


def play_partials(spec, levels, cents, tuning, pitch):
    """Sines; each keeps its frequency for a quarter of a hop."""
    rate, count, points = spec["sampleRateHz"], spec["partials"], len(levels)
    length = rate // 500
    ratios = np.arange(1, count + 1) * 2 ** (tuning / 1200)
    k, n = np.arange(count), np.arange(length)[:, None]
    turns = -0.5 * k * (k + 1) / count
    levels, cents = (np.append(v, v[-1:], 0) for v in (levels, cents))

    def fundamental(point, share):
        cent = cents[point] + share * (cents[point + 1] - cents[point])
        return hz_of(pitch) / rate * 2 ** (cent / 1200)

    def level(point, share):
        fades = (0.4975 - ratios * fundamental(point, share)) / (0.4975 - 0.485)
        straight = levels[point] + share * (levels[point + 1] - levels[point])
        return straight * np.clip(fades, 0, 1)

    sound = []
    for point in range(points):
        for quarter in range(4):
            step = ratios * fundamental(point, (quarter + 0.5) / 4)
            begin, end = level(point, quarter / 4), level(point, (quarter + 1) / 4)
            sines = np.sin(2 * np.pi * ((turns + n * step) % 1))
            ramps = begin + n * (end - begin) / length
            sound.append(np.where(step < 0.5, sines * ramps, 0).sum(1))
            turns = (turns + length * step) % 1
    return np.concatenate(sound)


def mixed(z):
    """SplitMix64's mixing, of an array."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def white(first, count, seed):
    """Noise of variance 1: sample n is that of the random number n + 1 after the seed's mixing."""
    start = mixed(np.array([(seed + GAMMA) & MASK], np.uint64))
    at = np.arange(first, first + count).astype(np.int64).view(np.uint64)
    bits = (mixed(start + at * np.uint64(GAMMA)) >> np.uint64(40)).astype(np.int64)
    return (2 * bits + 1 - (1 << 24)) * math.sqrt(3) / (1 << 24)


def play_noise(spec, gains, seed):
    """White noise through the bands' gains, in blocks of two hops that overlap by half."""
    rate, middles, points = spec["sampleRateHz"], band_middles(spec), len(gains)
    hop, size = rate // 125, 2
    while size < 8 * hop // 3:
        size *= 2
    window = np.sin(np.pi * (np.arange(2 * hop) + 0.5) / (2 * hop))
    lower, share = between(np.arange(size // 2 + 1) * rate / size, middles)
    sound = np.zeros((points + 2) * hop)  # begins a hop before the note
    for point in range(points + 1):
        bands = gains[min(point, points - 1)]
        bins = (1 - share) * bands[lower] + share * bands[lower + 1]
        block = window * white((point - 1) * hop, 2 * hop, seed)
        block = np.fft.irfft(bins * np.fft.rfft(block, size), size)[: 2 * hop]
        sound[point * hop : (point + 2) * hop] += window * block
    return sound[hop : (points + 1) * hop]


def decode(spec, w, embedding, pitch, seed):
    """The sound of an embedding at a steady pitch."""
    levels, noise, cents, tuning = controls(spec, w, embedding, pitch)
    sound = play_partials(spec, levels, cents, tuning, pitch) + play_noise(spec, noise, seed)
    fade = math.floor(0.001 * spec["sampleRateHz"] + 0.5)
    sound[:fade] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
    return (sound / max(1, np.abs(sound).max())).astype(np.float32)


def write(path, sound, rate):
    """A WAV file of 32-bit floats."""
    form = struct.pack("<HHIIHHH", 3, 1, rate, 4 * rate, 4, 32, 0)
    chunks = ((b"fmt ", form), (b"fact", struct.pack("<I", len(sound))), (b"data", sound.tobytes()))
    body = b"WAVE" + b"".join(name + struct.pack("<I", len(c)) + c for name, c in chunks)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(body)) + body)


def main(model, source, pitch, out, seed="1"):
    spec, w = load(model)
    try:
        midi = None if pitch == "none" else float(pitch)
    except ValueError:
        sys.exit("PITCH is a MIDI number from 12 to 120, or none, not " + pitch)
    if source.endswith(".npy"):
        embedding = np.load(source).astype(np.float32)
        if not np.isfinite(embedding).all():
            sys.exit(source + " has values that are no numbers")
        if midi is None or not 12 <= midi <= 120:
            sys.exit("an embedding is played at a PITCH from 12 to 120, not " + pitch)
    else:
        with wave.open(source) as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
                sys.exit(source + " is not 16-bit mono at 16 kHz")
            samples = file.readframes(file.getnframes())
        sound = (np.frombuffer(samples, "<i2") / 32768).astype(np.float32)
        embedding = encode(spec, w, sound, midi)
        np.save(out + ".npy", embedding)
    if midi is not None:
        played = decode(spec, w, embedding, midi, int(seed))
        write(out + ".wav", played, spec["sampleRateHz"])


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) in (5, 6) else sys.exit(__doc__)
