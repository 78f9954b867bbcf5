#!/usr/bin/env python3
"""What the watermark outlives: the table in docs/provenance.md.

    scripts/watermark_robustness.py [-o DIR] [--offsets 3,-9] [--seconds 4] [NOTES]

Generates a sound from each WAV in NOTES (default: the sample notes) and at each offset in
semitones with the default model; converts each in the ways below by ffmpeg; looks for the mark
with `synth trace`; and prints how many were found and how many had all 32 bits right, and how far
marked sounds are from the same without the mark. Needs ffmpeg with libmp3lame and libvorbis,
NumPy, and a built synth.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

import numpy as np

HOME = pathlib.Path(__file__).resolve().parent.parent
SYNTH = str(HOME / "bin" / "synth")

# name: (ending, ffmpeg's arguments, whether another sound is mixed in)
WAYS = {
    "as written": (".wav", None, False),
    "MP3 128 kbit/s": (".mp3", ["-c:a", "libmp3lame", "-b:a", "128k"], False),
    "MP3 64 kbit/s": (".mp3", ["-c:a", "libmp3lame", "-b:a", "64k"], False),
    "MP3 32 kbit/s": (".mp3", ["-c:a", "libmp3lame", "-b:a", "32k"], False),
    "Ogg Vorbis, quality 3": (".ogg", ["-c:a", "libvorbis", "-q:a", "3"], False),
    "to 44.1 kHz and back": (".wav", ["-af", "aresample=44100,aresample={rate}"], False),
    "to 16 kHz": (".wav", ["-ar", "16000"], False),
    "gain +6 dB": (".wav", ["-af", "volume=6dB", "-c:a", "pcm_f32le"], False),
    "gain -6 dB": (".wav", ["-af", "volume=-6dB"], False),
    "white noise at 30 dB": (".wav", "noise", False),
    "cut to 2 s": (".wav", ["-ss", "1.013", "-t", "2"], False),
    "low-pass at 3 kHz": (".wav", ["-af", "lowpass=f=3000,lowpass=f=3000"], False),
    "mixed with another at -6 dB": (".wav", None, True),
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(" ".join(command[:4]) + " ...: " + done.stderr.strip()[-500:])
    return done.stdout


def ffmpeg(*arguments):
    run("ffmpeg", "-y", "-v", "error", *arguments)


def level_db(file):
    told = subprocess.run(
        ["ffmpeg", "-v", "info", "-i", file, "-af", "volumedetect", "-f", "null", "-"],
        capture_output=True, text=True).stderr
    return float(told.split("mean_volume:")[1].split()[0])


def convert(source, other, target, way, rate):
    ending, arguments, mixed = WAYS[way]
    if arguments == "noise":
        amplitude = 10 ** ((level_db(source) - 30) / 20) * 3 ** 0.5
        ffmpeg("-i", source, "-f", "lavfi", "-i",
               f"aevalsrc={amplitude}*(2*random(0)-1):s={rate}:d=20", "-filter_complex",
               "amix=inputs=2:duration=first:normalize=0", target)
    elif mixed:
        gain = level_db(source) - level_db(other) - 6
        ffmpeg("-i", source, "-i", other, "-filter_complex",
               f"[1]volume={gain}dB[b];[0][b]amix=inputs=2:duration=first:normalize=0",
               "-c:a", "pcm_f32le", target)
    elif arguments is None:
        ffmpeg("-i", source, "-c:a", "pcm_s16le", target)
    else:
        ffmpeg("-i", source, *[a.format(rate=rate) for a in arguments], target)


def samples(file, rate):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", file, "-f", "f32le", "-ar", str(rate), "-"],
        capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32).astype(float)


def log_mel_db(plain, marked, rate):
    """As `synth eval` has it: 80 mel bands of 64 ms or more, down to 60 dB below the loudest."""
    n = 1 << int(np.ceil(np.log2(0.064 * rate)))
    to_mel, hop = (lambda hz: 2595 * np.log10(1 + hz / 700)), n // 4
    edges = 700 * (10 ** (np.linspace(to_mel(20), to_mel(rate / 2), 82) / 2595) - 1)[:, None]
    hz = np.arange(n // 2 + 1) * rate / n
    up = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    bands = np.maximum(0, np.minimum(up, down))
    levels = []
    for file in (plain, marked):
        frames = np.lib.stride_tricks.sliding_window_view(samples(file, rate), n)[::hop]
        power = np.abs(np.fft.rfft(frames * np.hanning(n + 1)[:-1])) ** 2 @ bands.T
        levels.append(10 * np.log10(power + 1e-20))
    floor = levels[0].max() - 60
    difference = np.maximum(levels[0], floor) - np.maximum(levels[1], floor)
    return np.sqrt((difference ** 2).mean(1)).mean()


def trace(files):
    told = []
    for at in range(0, len(files), 500):
        told += json.loads(run(SYNTH, "trace", "--json", *files[at:at + 500]))
    return [each["watermark"] for each in told]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notes", nargs="?", default=str(HOME / "nsynth-data" / "audio"))
    parser.add_argument("-o", "--output", default="watermark-robustness")
    parser.add_argument("--offsets", default="3,-9")
    parser.add_argument("--seconds", default="4")
    given = parser.parse_args()
    out = pathlib.Path(given.output)
    notes = sorted(str(f) for f in pathlib.Path(given.notes).rglob("*.wav"))
    sounds, plain = [], []
    for offset in given.offsets.split(","):
        cents = ["--cents", str(100 * int(offset))] if int(offset) else []
        length = ["--hold", given.seconds + "s"]
        for name, marks, files in (("marked", [], sounds), ("plain", ["--no-watermark"], plain)):
            folder = out / f"{name}{offset}"
            run(SYNTH, "decode", *notes, "-f", "-o", str(folder), "-q", *cents, *length, *marks)
            files += sorted(str(f) for f in folder.rglob("*.wav"))
    rate = json.loads(run(SYNTH, "info", "--json", sounds[0]))[0]["sampleRateHz"]
    true_bits = [each["bits"] if each["answer"] == "marked" else None for each in trace(sounds)]
    print(f"{len(sounds)} sounds of {given.seconds} s at {rate} Hz")
    distances = [log_mel_db(a, b, rate) for a, b in zip(plain, sounds)]
    print(f"log-mel distance from the same without the mark: mean {np.mean(distances):.2f} dB,"
          f" largest {max(distances):.2f} dB")
    print("| | found | uncertain | 32 bits right | least statistic |")
    print("|---|---|---|---|---|")
    for way in WAYS:
        folder = out / way.replace("/", "_").replace(" ", "_")
        os.makedirs(folder, exist_ok=True)
        files = []
        for i, sound in enumerate(sounds):
            target = str(folder / (f"{i:04d}" + WAYS[way][0]))
            convert(sound, plain[(i + 5) % len(plain)], target, way, rate)
            files.append(target)
        row(way, trace(files), true_bits)
    row("not marked", trace(plain), true_bits)


def row(way, marks, true_bits):
    found = sum(m["answer"] == "marked" for m in marks)
    uncertain = sum(m["answer"] == "uncertain" for m in marks)
    right = sum(m.get("bits") is not None and m.get("bits") == b for m, b in zip(marks, true_bits))
    least = min(m["statistic"] for m in marks)
    n = len(marks)
    print(f"| {way} | {100 * found / n:.1f} % | {100 * uncertain / n:.1f} % |"
          f" {100 * right / n:.1f} % | {least:.1f} |", flush=True)


if __name__ == "__main__":
    main()
