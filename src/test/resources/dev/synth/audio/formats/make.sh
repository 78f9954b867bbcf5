#!/bin/sh
# Makes the sound files beside this script with encoders that are not synth's: sox 14.4, flac 1.4,
# lame 3.100, oggenc 1.4, opusenc 0.2 and ffmpeg 5.1, from Debian's packages sox, flac, lame,
# vorbis-tools, opus-tools and ffmpeg. Every other file holds the sound of a .wav here; the tests compare them.
set -eu
cd "$(dirname "$0")"
rm -f ./*.wav ./*.w64 ./*.au ./*.flac ./*.aif* ./*.ogg ./*.opus ./*.mp3

tone() { # FILE RATE BITS CHANNELS SECONDS HZ...
  file=$1 rate=$2 bits=$3 channels=$4 seconds=$5
  shift 5
  plucks=
  for hz in "$@"; do plucks="$plucks pluck $hz"; done
  # shellcheck disable=SC2086  # a list of words
  sox -R -D -n -r "$rate" -b "$bits" -c "$channels" "$file" synth "$seconds" $plucks gain -4
}

quiet() { ffmpeg -v error -y -bitexact "$@"; }

tone stereo16.wav 16000 16 2 0.1 220 277
tone mono24.wav 16000 24 1 0.1 330
tone mono8.wav 16000 8 1 0.1 330
tone three16.wav 48000 16 3 0.03 220 277 330
tone long.wav 16000 16 1 0.6 330
tone cd.wav 44100 16 1 0.2 440

# Left and right alike but for their level, so that the encoders take the difference of them.
sox -R -D stereo16.wav alike16.wav remix 1 1v0.5

flac="flac --silent --no-padding --no-seektable --channel-map=none"
for name in stereo16 mono24 mono8 three16 alike16; do
  $flac -8 -o "$name-best.flac" $name.wav
done
$flac -0 -o stereo16-fast.flac stereo16.wav
$flac -8 --blocksize=192 -o stereo16-short.flac stereo16.wav
flac --silent --padding=100 -T title=x -o stereo16-tagged.flac stereo16.wav
quiet -i mono24.wav -c:a flac -lpc_type cholesky mono24-ffmpeg.flac

for name in stereo16 mono24 mono8; do
  sox -D $name.wav $name.aiff
done
quiet -i stereo16.wav -c:a pcm_s16le stereo16-little.aifc
quiet -i stereo16.wav -c:a pcm_f32be stereo16-float.aifc

oggenc -Q -s 1 -q 4 -o long.ogg long.wav
oggenc -Q -s 1 -q 4 -o cd.ogg cd.wav
oggenc -Q -s 1 -q 4 -o stereo16.ogg stereo16.wav

lame --quiet -b 64 long.wav long.mp3
lame --quiet -b 96 --add-id3v2 --tt title cd.wav cd.mp3
lame --quiet -V 2 stereo16.wav stereo16.mp3
quiet -i cd.wav -c:a libmp3lame -b:a 96k -write_xing 0 -id3v2_version 0 cd-untagged.mp3

quiet -i stereo16.wav -rf64 always stereo16-rf64.wav
quiet -i stereo16.wav stereo16.w64
quiet -i stereo16.wav stereo16.au
quiet -i stereo16.wav -c:a pcm_alaw stereo16-alaw.wav
quiet -i stereo16.wav -c:a pcm_mulaw stereo16-mulaw.aifc

oggenc -Q -s 1 -q 4 -k -o skeleton.ogg long.wav
opusenc --quiet --serial 1 --bitrate 48 --discard-comments cd.wav cd.opus
opusenc --quiet --serial 1 --bitrate 64 --discard-comments stereo16.wav stereo16.opus
opusenc --quiet --serial 1 --bitrate 24 --max-delay 200 --discard-comments long.wav two-pages.opus
