// Talks to a ClickHouse with the official JavaScript client and prints what it saw.
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';

const { createClient, ClickHouseError } = createRequire(process.env.TORGHUT_PEERS + '/')('@clickhouse/client');
const { url, username, password } = JSON.parse(process.argv[2]);
const options = { url, username, password, database: 'torghut', log: { level: 127 } };
const seen = {};

const client = createClient({ ...options, compression: { request: true, response: true } });
seen.ping = (await client.ping()).success;
seen.pingSelect = (await client.ping({ select: true })).success;

const created = await client.command({
  query: 'CREATE TABLE peers (id UInt64, symbol LowCardinality(String), price Nullable(Float64), at DateTime64(3, \'UTC\')) ENGINE = MergeTree ORDER BY id',
  query_id: 'create-peers',
  clickhouse_settings: { wait_end_of_query: 1 },
});
seen.queryId = created.query_id;

const rows = Array.from({ length: 1000 }, (_, i) => ({ id: String(i), symbol: i % 2 ? 'BAC' : 'AIG', price: i % 10 ? i / 4 : null, at: '2013-10-07 13:30:00.125' }));
const inserted = await client.insert({ table: 'peers', values: rows, format: 'JSONEachRow' });
seen.written = inserted.summary?.written_rows;

await client.insert({ table: 'peers', values: Readable.from([{ id: '1000', symbol: 'IBM', price: 1.5, at: '2013-10-07 13:30:01.000' }]), format: 'JSONEachRow' });
const result = await client.query({
  query: 'SELECT id, symbol, price, at FROM peers WHERE symbol = {symbol:String} AND id < {limit:UInt64} ORDER BY id',
  query_params: { symbol: 'AIG', limit: 5 },
  format: 'JSONEachRow',
});
seen.contentType = result.response_headers['content-type'];
seen.rows = await result.json();

seen.hostile = await (await client.query({ query: 'SELECT {x:String} AS x', query_params: { x: "'; DROP TABLE peers; --\n\t\\N" }, format: 'JSON' })).json();
seen.count = await (await client.query({ query: 'SELECT count() AS n FROM peers', format: 'JSONCompact' })).json();

let streamed = 0;
for await (const part of (await client.query({ query: 'SELECT number FROM numbers(300000)', format: 'CSV' })).stream()) streamed += part.length;
seen.streamed = streamed;

const refusal = async (run) => {
  try {
    await run();
    return null;
  } catch (error) {
    return { known: error instanceof ClickHouseError, code: error.code, type: error.type };
  }
};
seen.unknownTable = await refusal(() => client.query({ query: 'SELECT * FROM nothing_here' }).then((answer) => answer.text()));
seen.syntax = await refusal(() => client.command({ query: 'SELEC 1' }));
const wrongUser = createClient({ ...options, password: 'wrong' });
seen.wrongPassword = await refusal(() => wrongUser.query({ query: 'SELECT 1' }).then((answer) => answer.text()));
seen.exec = await (async () => {
  const { stream } = await client.exec({ query: 'EXISTS TABLE peers' });
  let text = '';
  for await (const part of stream) text += part;
  return text.trim();
})();
await client.command({ query: 'DROP TABLE peers' });
await Promise.all([client.close(), wrongUser.close()]);
console.log(JSON.stringify(seen));
