// MIDI: bytes to notes, wheel and pedal.

const CENTRE = 8192;
const RANGE_SEMITONES = 2;

/** Cents of vibrato at the end of the modulation wheel. */
const MODULATION_CENTS = 50;

/** What a port has set: each port and channel has its own registered parameters. */
export class MidiInput {
  /** @param {object} player press, lift, pedal, bend, modulation, quiet, brightness */
  constructor(player) {
    this.player = player;
    this.channels = new Map();
  }

  channel(port, number) {
    const id = port + '/' + number;
    if (!this.channels.has(id)) {
      this.channels.set(id, {
        range: RANGE_SEMITONES,
        registered: 0x3fff,
        bend: CENTRE,
        keys: new Set(),
      });
    }
    return this.channels.get(id);
  }

  /**
   * Takes a message.
   *
   * @param {string} port that it came by
   * @param {Uint8Array} bytes one whole message; anything else is dropped
   */
  take(port, bytes) {
    const [status, first = 0, second = 0] = bytes;
    if (status === undefined || status < 0x80 || status >= 0xf0) {
      return;
    }
    const kind = status & 0xf0;
    const length = kind === 0xc0 || kind === 0xd0 ? 2 : 3;
    if (bytes.length !== length || first > 0x7f || second > 0x7f) {
      return;
    }
    const channel = this.channel(port, status & 0x0f);
    const key = `midi ${port}/${status & 0x0f}/${first}`;
    if (kind === 0x90 && second > 0) {
      channel.keys.add(key);
      this.player.press(key, first, second / 127);
    } else if (kind === 0x80 || kind === 0x90) {
      channel.keys.delete(key);
      this.player.lift(key);
    } else if (kind === 0xe0) {
      channel.bend = first | (second << 7);
      this.bend(channel);
    } else if (kind === 0xb0) {
      this.control(channel, first, second);
    }
  }

  bend(channel) {
    this.player.bend((100 * channel.range * (channel.bend - CENTRE)) / CENTRE);
  }

  control(channel, number, value) {
    if (number === 1) {
      this.player.modulation((MODULATION_CENTS * value) / 127);
    } else if (number === 64) {
      this.player.pedal(value >= 64);
    } else if (number === 101) {
      channel.registered = (channel.registered & 0x7f) | (value << 7);
    } else if (number === 100) {
      channel.registered = (channel.registered & 0x3f80) | value;
    } else if (number === 6 && channel.registered === 0) {
      channel.range = value;
      this.bend(channel);
    } else if (number === 38 && channel.registered === 0) {
      channel.range = Math.floor(channel.range) + value / 100;
      this.bend(channel);
    } else if (number === 120 || number === 123) {
      channel.keys.clear();
      this.player.quiet(number === 120);
    } else if (number === 121) {
      Object.assign(channel, { bend: CENTRE, registered: 0x3fff });
      this.bend(channel);
      this.player.modulation(0);
      this.player.pedal(false);
    }
  }

  /** Lets go of all that a port holds, because it is gone. */
  lose(port) {
    for (const [id, channel] of this.channels) {
      if (id.startsWith(port + '/')) {
        channel.keys.forEach((key) => this.player.lift(key));
        this.channels.delete(id);
      }
    }
    this.player.pedal(false);
    this.player.bend(0);
  }
}

/**
 * Listens to all MIDI inputs, also those that come later.
 *
 * @param {(names: string[]) => void} onPorts is told which there are
 */
export async function listen(input, onPorts) {
  if (!navigator.requestMIDIAccess) {
    throw new Error('This browser has no MIDI; Chrome, Edge and Firefox have.');
  }
  let access;
  try {
    access = await navigator.requestMIDIAccess({ sysex: false });
  } catch (failure) {
    throw new Error(
      failure.name === 'NotAllowedError' || failure.name === 'SecurityError'
        ? 'MIDI was not allowed; allow it in the settings of this page.'
        : 'MIDI cannot be used here: ' + failure.message,
    );
  }
  const heard = new Set();
  const look = () => {
    const names = [];
    for (const port of access.inputs.values()) {
      if (port.state === 'disconnected') {
        continue;
      }
      names.push(port.name);
      if (!heard.has(port.id)) {
        heard.add(port.id);
        port.onmidimessage = (event) => input.take(port.id, event.data);
      }
    }
    onPorts(names);
  };
  access.onstatechange = ({ port }) => {
    if (port.type === 'input' && port.state === 'disconnected') {
      heard.delete(port.id);
      input.lose(port.id);
    }
    look();
  };
  look();
}
