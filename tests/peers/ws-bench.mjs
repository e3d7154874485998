// Does torghut-ws's work with JSON.parse, Set and npm avsc. Standard input: "digest" or "run PASSES" a line; standard output: one JSON answer a line.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const require = createRequire(process.env.TORGHUT_PEERS + '/');
const avro = require('avsc');

const FIRST_INGEST = 1775500000000000000n;
const INGEST_STEP = 1000000n;
const MAX_ENTRIES = 10000;

const longType = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.allocUnsafe(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
});
const typeOf = (schema) =>
  avro.Type.forSchema(JSON.parse(schema), {
    wrapUnions: true,
    typeHook: (attributes) => (attributes === 'long' || attributes.type === 'long' ? longType : undefined),
  });
const tradeType = typeOf(process.env.TRADE_SCHEMA);
const quoteType = typeOf(process.env.QUOTE_SCHEMA);

const frames = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => Buffer.from(line));
let sequence, seen, order, oldest, messages;

const reset = () => {
  sequence = new Map();
  seen = new Set();
  order = new Array(MAX_ENTRIES);
  oldest = 0;
};

const nanos = (text) => {
  const dot = text.indexOf('.');
  const seconds = Date.parse(dot < 0 ? text : text.slice(0, dot) + 'Z') / 1000;
  return BigInt(seconds) * 1000000000n + (dot < 0 ? 0n : BigInt(text.slice(dot + 1, -1).padEnd(9, '0')));
};

const frame = (id, type, record) => {
  const body = type.toBuffer(record);
  const value = Buffer.allocUnsafe(body.length + 5);
  value[0] = 0;
  value.writeInt32BE(id, 1);
  body.copy(value, 5);
  return value;
};

const handle = (message, ingest) => {
  const event = nanos(message.t);
  const trade = message.T === 't';
  const key = trade
    ? `t|${message.S}|${event / 86400000000000n}|${message.x}|${message.i}`
    : `q|${message.S}|${event}|${message.bp}|${message.bs}|${message.ap}|${message.as}|${message.bx}|${message.ax}`;
  if (seen.has(key)) return null;
  seen.add(key);
  if (order[oldest] !== undefined) seen.delete(order[oldest]);
  order[oldest] = key;
  oldest = (oldest + 1) % MAX_ENTRIES;
  const last = sequence.get(message.S);
  const seq = last !== undefined && last >= ingest ? last + 1n : ingest;
  sequence.set(message.S, seq);
  const head = {
    ingest_ts: ingest, event_ts: event, feed: 'iex', channel: trade ? 'trades' : 'quotes', symbol: message.S, seq, is_final: true, source: 'ws', window: null, version: 1,
  };
  return trade
    ? frame(1, tradeType, { ...head, payload: { i: BigInt(message.i), p: message.p, s: message.s, x: message.x, c: message.c, z: message.z, original: null, action: null } })
    : frame(2, quoteType, { ...head, payload: { bp: message.bp, bs: message.bs, bx: message.bx, ap: message.ap, as: message.as, ax: message.ax, c: message.c, z: message.z } });
};

const pass = (hash) => {
  let ingest = FIRST_INGEST;
  for (const bytes of frames) {
    for (const message of JSON.parse(bytes)) {
      const value = handle(message, ingest);
      if (value !== null) {
        messages++;
        hash?.update(value);
      }
    }
    ingest += INGEST_STEP;
  }
};

const answers = {
  digest: () => {
    reset();
    const hash = createHash('sha256');
    pass(hash);
    return { digest: hash.digest('hex') };
  },
  run: (passes) => {
    reset();
    pass(null);
    messages = 0;
    const cpu = process.cpuUsage();
    const started = process.hrtime.bigint();
    for (let i = 0; i < passes; i++) pass(null);
    const elapsed = Number(process.hrtime.bigint() - started);
    const used = process.cpuUsage(cpu);
    return { nanoseconds: elapsed / messages, cpu: ((used.user + used.system) * 1000) / messages };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, passes] = line.split(' ');
  process.stdout.write(JSON.stringify(answers[name](Number(passes))) + '\n');
}
