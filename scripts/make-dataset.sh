#!/bin/sh
# Makes a training set from nothing: fetches a soundfont, renders, checks and parts the notes.
#
#   scripts/make-dataset.sh [DIR]
#
# DIR (default: dataset) receives about 4,500 notes of 103 instruments in 590 MB:
#
#   DIR/notes                          notes in NSynth's form
#   DIR/train.txt valid.txt test.txt   lists of them; no instrument is in two
#
# The soundfont is FluidR3_GM.sf2 (MIT licence, 148 MB). Where it is missing, the system's package
# manager installs it, asking for a password where it must. A run that was cut short goes on where
# it stopped when it is started again.
#
#   SOUNDFONT    another .sf2 file to render
#   PROGRAMS     General MIDI programs or families (default: all melodic ones)
#   PITCHES      (default: 36..84/6)
#   VELOCITIES   (default: NSynth's five, 25,50,75,100,127)
#   SHARES       of train, valid and test (default: 0.8,0.1,0.1)
#   SEED         of the parting (default: 1)
set -eu

case "${1:-}" in
  -h | --help)
    sed -n '2,21p' "$0" | sed 's/^# \{0,1\}//'
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

# Where packages put FluidR3_GM.sf2: Debian, Ubuntu, Arch; Fedora; openSUSE; Homebrew has none.
installed() {
  for file in /usr/share/sounds/sf2/FluidR3_GM.sf2 /usr/share/soundfonts/FluidR3_GM.sf2 \
    /usr/share/sounds/sf2/fluidr3_gm.sf2 /usr/share/soundfonts/fluidr3_gm.sf2; do
    if [ -f "$file" ]; then
      echo "$file"
      return 0
    fi
  done
  return 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "make-dataset: installing the soundfont takes root: run '$*' as root, or set SOUNDFONT." >&2
    return 1
  fi
}

# Packages' own messages go to standard error, as progress does.
install_soundfont() {
  echo "make-dataset: installing FluidR3_GM.sf2 ..." >&2
  if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get install -y fluid-soundfont-gm >&2 || {
      as_root apt-get update >&2 && as_root apt-get install -y fluid-soundfont-gm >&2
    }
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

if [ -n "${SOUNDFONT:-}" ]; then
  soundfont=$SOUNDFONT
  if [ ! -f "$soundfont" ]; then
    echo "make-dataset: $soundfont: no such soundfont." >&2
    exit 66
  fi
elif ! soundfont=$(installed); then
  install_soundfont || exit 1
  if ! soundfont=$(installed); then
    echo "make-dataset: the package is installed, but FluidR3_GM.sf2 is not where it should be; set SOUNDFONT." >&2
    exit 66
  fi
fi

# A rendering marks itself as whole by examples.json.
if [ ! -f "$dir/notes/examples.json" ]; then
  set -- --soundfont "$soundfont" --pitches "${PITCHES:-36..84/6}"
  [ -z "${PROGRAMS:-}" ] || set -- "$@" --programs "$PROGRAMS"
  [ -z "${VELOCITIES:-}" ] || set -- "$@" --velocities "$VELOCITIES"
  "$synth" data render -o "$dir/notes" "$@"
fi
"$synth" data check "$dir/notes"
"$synth" data split "$dir/notes" -o "$dir" --shares "${SHARES:-0.8,0.1,0.1}" \
  --seed "${SEED:-1}" -f

echo "Train on them: $synth train $dir/train.txt --validation $dir/valid.txt --run runs/mine"
