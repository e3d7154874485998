// Encodes, decodes, resolves and fingerprints with npm avsc. Standard input: an array of jobs; standard output: an array of answers.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

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

const parse = (schema) =>
  avro.Type.forSchema(JSON.parse(schema), {
    wrapUnions: true,
    typeHook: (attributes) => (attributes === 'long' || attributes.type === 'long' ? longType : undefined),
  });

const operations = {
  encode: (job) => parse(job.schema).fromString(JSON.stringify(job.value)),
  decode: (job) => JSON.parse(parse(job.schema).toString(parse(job.schema).fromBuffer(Buffer.from(job.data, 'hex')))),
  resolve: (job) => {
    const reader = parse(job.schema);
    return reader.fromBuffer(Buffer.from(job.data, 'hex'), reader.createResolver(parse(job.writer)));
  },
  fingerprint: (job) => avro.Type.forSchema(JSON.parse(job.schema)).fingerprint('sha256').toString('hex'),
};

const answers = JSON.parse(readFileSync(0, 'utf8')).map((job) => {
  const answer = operations[job.op](job);
  return job.op === 'encode' || job.op === 'resolve' ? parse(job.schema).toBuffer(answer).toString('hex') : answer;
});
process.stdout.write(JSON.stringify(answers));
