// Inserts rows with the official ClickHouse client. Arguments: address, database, table, file of JSON rows, name of the run (…_gzip compresses).
import { readFileSync } from 'node:fs';
import { require, serve, timed } from './bench-lib.mjs';

const { createClient } = require('@clickhouse/client');
const [url, database, table, file, run] = process.argv.slice(2);
const values = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
// Without precise parsing ClickHouse's JSON reader may miss a double's last bit.
const client = createClient({
  url, database, log: { level: 127 }, compression: { request: run.endsWith('_gzip') }, clickhouse_settings: { precise_float_parsing: 1 },
});
let inserted = 0;

serve({
  pass: () =>
    timed(() =>
      client.insert({ table, values, format: 'JSONEachRow', clickhouse_settings: { insert_deduplication_token: `${run}-${inserted++}` } }),
    ),
});
