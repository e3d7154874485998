// An independent Kafka client, npm kafkajs. Arguments: bootstrap, topic, what to do. Standard input: JSON; standard output: JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.env.TORGHUT_PEERS + '/');
const { Kafka, CompressionTypes, CompressionCodecs, Partitioners, logLevel } = require('kafkajs');
CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');
// The lz4 package's native half is not built here; what it gives browsers instead does the same.
require.cache[require.resolve('lz4/lib/utils.js')] = { loaded: true, exports: require('lz4/lib/utils-js.js') };
const Lz4Codec = require('kafkajs-lz4');
CompressionCodecs[CompressionTypes.LZ4] = new Lz4Codec().codec;

const [bootstrap, topic, action, ...rest] = process.argv.slice(2);
const input = JSON.parse(readFileSync(0, 'utf8') || 'null');
const kafka = new Kafka({ clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.NOTHING });

async function produce(codec) {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, compression: CompressionTypes[codec], messages: input });
  await producer.disconnect();
  return {};
}

async function transact() {
  const producer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const { messages, commit } of input) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages });
    await (commit ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
  return {};
}

async function consume(count, groupId, members) {
  const seen = [];
  const consumers = [];
  await new Promise((resolve, reject) => {
    const join = async () => {
      const consumer = kafka.consumer({ groupId, sessionTimeout: 10000, rebalanceTimeout: 10000 });
      consumers.push(consumer);
      // A coordinator that is just being loaded is none yet: the client says that it crashed, and that it begins again.
      consumer.on(consumer.events.CRASH, (event) => event.payload.restart || reject(event.payload.error));
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ partition, message }) => {
          seen.push({ partition, offset: message.offset, key: message.key?.toString() ?? null, value: message.value?.toString() ?? null });
          if (seen.length >= count) resolve();
        },
      });
    };
    Promise.all(Array.from({ length: members }, join)).catch(reject);
  });
  await Promise.all(consumers.map((c) => c.disconnect()));
  return seen;
}

async function administer() {
  const admin = kafka.admin();
  await admin.connect();
  const created = await admin.createTopics({ topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '99999' }] }] });
  const config = await admin.describeConfigs({ resources: [{ type: 2, name: topic, configNames: ['retention.ms'] }] });
  await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
  // A real cluster promises partitions first and makes them known afterwards.
  let metadata;
  for (let attempt = 0; attempt < 100 && metadata?.topics[0].partitions.length !== 3; attempt++) {
    if (metadata) await new Promise((resolve) => setTimeout(resolve, 50));
    metadata = await admin.fetchTopicMetadata({ topics: [topic] });
  }
  await admin.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '5' }] });
  const offsets = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  const groups = await admin.listGroups();
  const cluster = await admin.describeCluster();
  await admin.deleteGroups([topic]);
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  return {
    created,
    retention: config.resources[0].configEntries[0].configValue,
    partitions: metadata.topics[0].partitions.length,
    offset: offsets[0].partitions.find((p) => p.partition === 0).offset,
    grouped: groups.groups.some((g) => g.groupId === topic),
    brokers: cluster.brokers.length,
  };
}

const actions = {
  produce: () => produce(rest[0]),
  transact,
  consume: () => consume(Number(rest[0]), rest[1], Number(rest[2] ?? 1)),
  administer,
};
console.log(JSON.stringify(await actions[action]()));
