// Encodes, decodes, resolves and fingerprints with npm avsc. Standard input: an array of jobs; standard output: an array of answers.
import { readFileSync } from 'node:fs';
import { avro, options } from './avsc-options.mjs';

// avsc keeps the names it has seen in the options it is given.
const parse = (schema) => avro.Type.forSchema(JSON.parse(schema), { ...options });

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
