// What the benchmark peers share: one line of JSON in, one line out, and the CPU time of a pass.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

export const require = createRequire(process.env.TORGHUT_PEERS + '/');

/** Answers {op, ...} with what operations[op] returns. */
export const serve = (operations) => {
  operations.version ??= () => ({ version: process.versions.node });
  const lines = createInterface({ input: process.stdin });
  let turn = Promise.resolve();
  lines.on('line', (line) => {
    turn = turn.then(async () => {
      const request = JSON.parse(line);
      process.stdout.write(JSON.stringify((await operations[request.op](request)) ?? {}) + '\n');
    });
    turn.catch((error) => {
      console.error(error);
      process.exit(1);
    });
  });
};

/** CPU time of the whole process and elapsed time of a pass, nanoseconds. */
export const timed = async (pass) => {
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  await pass();
  const used = process.cpuUsage(cpu);
  return { cpu_ns: (used.user + used.system) * 1000, wall_ns: Number(process.hrtime.bigint() - wall) };
};
