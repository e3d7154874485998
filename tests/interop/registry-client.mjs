// Registers, looks up, encodes and decodes with npm @kafkajs/confluent-schema-registry. Standard input: one job; standard output: what it saw.
import { readFileSync } from 'node:fs';
import { avro, options, require } from './avsc-options.mjs';

const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');

const job = JSON.parse(readFileSync(0, 'utf8'));
const registry = new SchemaRegistry({ host: job.host, retry: { retries: 0 } }, { [SchemaType.AVRO]: options });
const type = avro.Type.forSchema(JSON.parse(job.schema), { ...options });
const failure = async (attempt) => attempt().then(() => 'no failure', (error) => error.message);

const registered = await registry.register({ type: SchemaType.AVRO, schema: job.schema }, { subject: job.subject });
const answer = {
  registeredId: registered.id,
  latestId: await registry.getLatestSchemaId(job.subject),
  lookedUpId: await registry.getRegistryIdBySchema(job.subject, { type: SchemaType.AVRO, schema: job.schema }),
  refused: await failure(() => registry.register({ type: SchemaType.AVRO, schema: job.incompatible }, { subject: job.subject })),
  unknown: await failure(() => registry.getSchema(4711)),
  encoded: (await registry.encode(registered.id, type.fromString(JSON.stringify(job.value)))).toString('hex'),
  decoded: JSON.parse(type.toString(await registry.decode(Buffer.from(job.frame, 'hex')))),
};
process.stdout.write(JSON.stringify(answer));
