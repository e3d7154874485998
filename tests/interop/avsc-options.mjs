// npm avsc as the other scripts here use it.
import { createRequire } from 'node:module';

export const require = createRequire(process.env.TORGHUT_PEERS + '/');
export const avro = require('avsc');

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
export const options = {
  wrapUnions: true,
  typeHook: (attributes) => (attributes === 'long' || attributes.type === 'long' ? longType : undefined),
};
