// Writes and reads Avro object container files with npm avsc. Standard input: a job; standard output: an answer.
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { avro, options } from './avsc-options.mjs';

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
