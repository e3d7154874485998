// The forwarder's work in JavaScript: JSON.parse, a Set of keys, an envelope, avsc. Arguments: frames, trade schema, quote schema, first ingest time.
import { readFileSync, writeFileSync } from 'node:fs';
import { require, serve, timed } from './bench-lib.mjs';

const avro = require('avsc');
const [framesFile, tradeFile, quoteFile, firstIngest] = process.argv.slice(2);
const MAX_REMEMBERED = 10_000;
const NANOS_PER_FRAME = 1_000_000n;

// JavaScript's numbers cannot hold nanoseconds since the epoch: longs are BigInt. One scratch buffer serves all of them.
const scratch = Buffer.alloc(8);
const longType = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    scratch.writeBigInt64LE(value);
    return scratch;
  },
  fromJSON: (value) => BigInt(value),
  toJSON: (value) => value.toString(),
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
});
const parse = (file) =>
  avro.Type.forSchema(JSON.parse(readFileSync(file, 'utf8')), {
    typeHook: (attributes) => (attributes === 'long' || attributes.type === 'long' ? longType : undefined),
  });
const tradeType = parse(tradeFile);
const quoteType = parse(quoteFile);

const frames = [];
const bytes = readFileSync(framesFile);
for (let position = 0; position < bytes.length; ) {
  const length = bytes.readInt32LE(position);
  frames.push(bytes.subarray(position + 4, position + 4 + length));
  position += 4 + length;
}

// Most messages share their second with the one before.
let lastSecond = '';
let lastNanos = 0n;
const nanos = (text) => {
  const second = text.slice(0, 19);
  if (second !== lastSecond) {
    lastSecond = second;
    lastNanos = BigInt(Date.parse(second + 'Z')) * 1_000_000n;
  }
  return lastNanos + BigInt(text.slice(20, -1).padEnd(9, '0'));
};

const makeForwarder = (produce) => {
  const seen = new Set();
  const ring = new Array(MAX_REMEMBERED);
  let count = 0;
  let sequence = 0n;
  const buffer = Buffer.alloc(4096);

  const isNew = (m) => {
    const key =
      m.T === 't'
        ? `t|${m.S}|${m.t.slice(0, 10)}|${m.x}|${m.i}`
        : `q|${m.S}|${m.t}|${m.bp}|${m.bs}|${m.ap}|${m.as}|${m.bx}|${m.ax}|${m.z}|${m.c}`;
    if (seen.has(key)) return false;
    const slot = count++ % MAX_REMEMBERED;
    if (count > MAX_REMEMBERED) seen.delete(ring[slot]);
    ring[slot] = key;
    seen.add(key);
    return true;
  };

  const head = (m, channel, ingest) => {
    const seq = (sequence = sequence >= ingest ? sequence + 1n : ingest);
    return {
      ingest_ts: ingest, event_ts: nanos(m.t), feed: 'iex', channel, symbol: m.S, seq, is_final: true, source: 'ws', window: null, version: 1, payload: null,
    };
  };

  const send = (topic, schema, type, record) => {
    buffer[0] = 0;
    buffer.writeInt32BE(schema, 1);
    const end = type.encode(record, buffer, 5);
    if (end < 0) throw new Error('the buffer is too small');
    produce(topic, record.symbol, buffer, end);
  };

  return (frame, ingest) => {
    for (const m of JSON.parse(frame.toString())) {
      if (!isNew(m)) continue;
      if (m.T === 't') {
        const record = head(m, 'trades', ingest);
        record.payload = { i: BigInt(m.i), p: m.p, s: m.s, x: m.x, c: m.c, z: m.z, original: null, action: null };
        send(0, 1, tradeType, record);
      } else {
        const record = head(m, 'quotes', ingest);
        record.payload = { bp: m.bp, bs: m.bs, bx: m.bx, ap: m.ap, as: m.as, ax: m.ax, c: m.c, z: m.z };
        send(1, 2, quoteType, record);
      }
    }
  };
};

let total = 0;
const measured = makeForwarder((topic, symbol, buffer, end) => {
  total += symbol.length + end;
});

serve({
  collect: ({ file }) => {
    const parts = [];
    const forward = makeForwarder((topic, symbol, buffer, end) => {
      const record = Buffer.alloc(4 + symbol.length + end);
      record[0] = topic;
      record[1] = symbol.length;
      record.write(symbol, 2);
      record.writeUInt16LE(end, 2 + symbol.length);
      buffer.copy(record, 4 + symbol.length, 0, end);
      parts.push(record);
    });
    let ingest = BigInt(firstIngest);
    for (const frame of frames) {
      forward(frame, ingest);
      ingest += NANOS_PER_FRAME;
    }
    writeFileSync(file, Buffer.concat(parts));
  },
  pass: () =>
    timed(() => {
      let ingest = BigInt(firstIngest);
      for (const frame of frames) {
        measured(frame, ingest);
        ingest += NANOS_PER_FRAME;
      }
    }),
});
