#!/bin/sh
# Makes a training set from nothing: fetches two soundfonts, renders, checks and parts the notes.
#
#   scripts/make-dataset.sh [DIR]
#
# DIR (default: dataset) receives notes of 202 instruments at 48 kHz, 4 s each, of which the key is
# held for 3 s:
#
#   DIR/notes DIR/notes2      the notes of the first and the second soundfont
#   DIR/notes.txt             a list of those in which "synth data check" finds nothing wrong
#   DIR/train.txt valid.txt test.txt
#                             lists of these, to train on, to validate and to test with. A program
#                             of General MIDI is in the same list for both soundfonts, so that
#                             the instruments of valid.txt and test.txt are unseen in training
#   DIR/valid-pitches.txt     notes of train.txt's instruments at pitches that train.txt lacks
#
# These are about 14,800 notes in 5.7 GB, rendered in 9 minutes (extrapolated from 4,571 notes of 41
# programs: 384 kB and 0.036 s a note, on a busy machine of two cores). Checking takes about as long
# (0.04 s of processor time a note). RATE=16000 takes 1.9 GB.
#
# The soundfonts are FluidR3_GM.sf2 (148 MB) and MuseScore_General_Full.sf2 (490 MB), both under the
# MIT licence. More than half of the second's programs play the recordings of the first. Where they
# are missing, the system's package manager installs them, asking for a password where it must. A run
# that was cut short goes on where it stopped when it is started again.
#
#   RATE          sample rate in Hz (default: 48000, at which the notes are played; RATE=16000 makes
#                 NSynth's own form in a third of the space)
#   PITCHES       (default: 24..96/3; PITCHES=24..96 has all, and is three times as large)
#   VELOCITIES    (default: 50,100,127)
#   PROGRAMS      General MIDI programs or families (default: all melodic ones, of all 11 families,
#                 but for Bright Acoustic Piano and Fiddle, which play the recordings of Acoustic
#                 Grand Piano and Violin; all melodic ones of another SOUNDFONT or SOUNDFONT2)
#   LENGTH        seconds of each note (default: 4)
#   HOLD          seconds for which the key is held; the rest is the release (default: 3/4 of LENGTH)
#   SOUNDFONT     another .sf2 file instead of FluidR3_GM.sf2
#   SOUNDFONT2    another .sf2 file instead of MuseScore_General_Full.sf2; "none" to do without
#   SHARES        of train, valid and test (default: 0.8,0.1,0.1)
#   HELD_OUT      pitches of valid-pitches.txt (default: 33..93/15; with PITCHES or if empty: none)
#   SEED          of the parting (default: 1)
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '/^# Makes/,/^set -eu/{/^set -eu/d;p;}' "$0" | sed 's/^# \{0,1\}//'
    exit 0
    ;;
  -*)
    echo "make-dataset: $1: no such option; try --help." >&2
    exit 2
    ;;
esac
if [ $# -gt 1 ]; then
  echo "make-dataset: name one folder; try --help." >&2
  exit 2
fi

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
dir=${1:-dataset}
synth=${SYNTH:-$home/bin/synth}
rate=${RATE:-48000}
# Programs are 0 to 127: those of the second soundfont are numbered 500 to 627.
offset=500
known_programs=0,2..46,48..54,56..85,87..95,104..109,111,112,114

# installed NAME...: where packages put a file of one of these names: Debian, Ubuntu, Arch; Fedora;
# openSUSE; Homebrew has none.
installed() {
  for name in "$@"; do
    for folder in /usr/share/sounds/sf2 /usr/share/soundfonts; do
      if [ -f "$folder/$name" ]; then
        echo "$folder/$name"
        return 0
      fi
    done
  done
  return 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "make-dataset: installing a soundfont takes root: run '$*' as root, or set $setting." >&2
    return 1
  fi
}

# Packages' own messages go to standard error, as progress does.
apt_install() {
  as_root apt-get install -y "$1" >&2 || {
    as_root apt-get update >&2 && as_root apt-get install -y "$1" >&2
  }
}

install_fluid() {
  if command -v apt-get >/dev/null 2>&1; then
    apt_install fluid-soundfont-gm
  elif command -v dnf >/dev/null 2>&1; then
    as_root dnf install -y fluid-soundfont-gm >&2
  elif command -v pacman >/dev/null 2>&1; then
    as_root pacman -S --noconfirm --needed soundfont-fluid >&2
  elif command -v zypper >/dev/null 2>&1; then
    as_root zypper --non-interactive install fluid-soundfont-gm >&2
  else
    echo "make-dataset: no package manager known here; get FluidR3_GM.sf2 and set SOUNDFONT." >&2
    return 1
  fi
}

# Other systems' packages have it compressed (.sf3) only.
install_musescore() {
  if command -v apt-get >/dev/null 2>&1; then
    apt_install musescore-general-soundfont-lossless
  else
    echo "make-dataset: no package of MuseScore_General_Full.sf2 known here; set SOUNDFONT2 to such a file, or to none." >&2
    return 1
  fi
}

# found SETTING FILE INSTALL NAME...: prints FILE, or where a file of one of the names is installed.
found() {
  setting=$1
  file=$2
  install=$3
  shift 3
  if [ -n "$file" ]; then
    if [ ! -f "$file" ]; then
      echo "make-dataset: $file: no such soundfont." >&2
      return 66
    fi
    echo "$file"
    return 0
  fi
  installed "$@" && return 0
  echo "make-dataset: installing $1 ..." >&2
  "$install" || return 1
  if ! installed "$@"; then
    echo "make-dataset: the package is installed, but $1 is not where it should be; set $setting." >&2
    return 66
  fi
}

# render FOLDER SOUNDFONT OFFSET PROGRAMS. A rendering marks itself as whole by examples.json.
render() {
  if [ -f "$1/examples.json" ]; then
    if ! grep -q "\"sampleRateHz\" : $rate," "$1/rendering.json" 2>/dev/null; then
      echo "make-dataset: $1 has notes of another rate than $rate Hz; name another folder, or set RATE." >&2
      return 73
    fi
    return 0
  fi
  programs=${PROGRAMS:-$4}
  set -- -o "$1" --soundfont "$2" --instrument-offset "$3" --rate "$rate" \
    --pitches "${PITCHES:-24..96/3}" --velocities "${VELOCITIES:-50,100,127}" \
    --seconds "${LENGTH:-4}"
  [ -z "$programs" ] || set -- "$@" --programs "$programs"
  [ -z "${HOLD:-}" ] || set -- "$@" --hold "$HOLD"
  "$synth" data render "$@"
}

first=$(found SOUNDFONT "${SOUNDFONT:-}" install_fluid FluidR3_GM.sf2 fluidr3_gm.sf2)
second=none
if [ "${SOUNDFONT2:-}" != none ]; then
  second=$(found SOUNDFONT2 "${SOUNDFONT2:-}" install_musescore MuseScore_General_Full.sf2)
fi

first_programs=$known_programs
second_programs=$known_programs
[ -z "${SOUNDFONT:-}" ] || first_programs=
[ -z "${SOUNDFONT2:-}" ] || second_programs=
render "$dir/notes" "$first" 0 "$first_programs"
set -- "$dir/notes"
if [ "$second" != none ]; then
  render "$dir/notes2" "$second" "$offset" "$second_programs"
  set -- "$@" "$dir/notes2"
fi

# checked FOLDER...: whether the list of good notes is newer than all of these.
checked() {
  for folder in "$@"; do
    [ -n "$(find "$dir/notes.txt" -newer "$folder/examples.json" 2>/dev/null)" ] || return 1
  done
}

# Notes in which something is wrong (exit code 65) are named and left out.
if ! checked "$@"; then
  rm -f "$dir/notes.txt"
  "$synth" data check "$@" --seconds "${LENGTH:-4}" --rate "$rate" -o "$dir/notes.txt" ||
    [ $? -eq 65 ]
fi

held_out=${HELD_OUT-}
[ -n "${HELD_OUT+set}${PITCHES:-}" ] || held_out=33..93/15
set -- "$dir/notes.txt" -o "$dir" --number-step "$offset" --shares "${SHARES:-0.8,0.1,0.1}" \
  --seed "${SEED:-1}" -f
[ -z "$held_out" ] || set -- "$@" --hold-out-pitch "$held_out"
"$synth" data split "$@"

echo "Train on them: $synth train $dir/train.txt --validation $dir/valid.txt --run runs/mine"
