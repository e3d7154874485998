// Writes and reads Avro object container files with npm avsc. Standard input: a job; standard output: an answer.
import { createRequire } from 'node:module';
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const require = createRequire(process.env.TORGHUT_PEERS + '/');
const avro = require('avsc');

// JavaScript's numbers cannot hold nanoseconds since the epoch: longs are BigInt here and strings in JSON.
const longType = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value) => BigInt(value),
  toJSON: (value) => value.toString(),
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
});
const options = {
  wrapUnions: true,
  typeHook: (attributes) => (attributes === 'long' || attributes.type === 'long' ? longType : undefined),
};

async function write({ schema, path, codec, records }) {
  const type = avro.Type.forSchema(JSON.parse(schema), options);
  const values = records.map((record) => type.fromString(JSON.stringify(record)));
  await pipeline(Readable.from(values), new avro.streams.BlockEncoder(type, { codec }), createWriteStream(path));
  return values.length;
}

async function read({ path }) {
  const decoder = avro.createFileDecoder(path, { parseHook: (schema) => avro.Type.forSchema(schema, options) });
  const records = [];
  let type;
  decoder.on('metadata', (writer) => {
    type = writer;
  });
  for await (const record of decoder) records.push(JSON.parse(type.toString(record)));
  return records;
}

const job = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(await (job.op === 'write' ? write(job) : read(job))));
