// Registers, looks up, encodes and decodes with npm @kafkajs/confluent-schema-registry. Standard input: one job; standard output: what it saw.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.env.TORGHUT_PEERS + '/');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
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
