// An independent S3 server, npm s3rver. Arguments: folder, bucket. Writes "listening PORT", then runs until its input ends.
import { createRequire } from 'node:module';

const require = createRequire(process.env.TORGHUT_PEERS + '/');
const S3rver = require('s3rver');

const [directory, bucket] = process.argv.slice(2);
const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, vhostBuckets: false, directory, configureBuckets: [{ name: bucket, configs: [] }] });
const { port } = await server.run();
process.stdout.write(`listening ${port}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
