// node schemas.mjs REGISTRY FOLDER-BEFORE FOLDER-NOW: whether each schema of the first folder may become that of the second.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [registry, before, now] = process.argv.slice(2);

async function ask(path, schema) {
  const response = await fetch(new URL(path, registry), {
    method: "POST",
    headers: { "Content-Type": "application/vnd.schemaregistry.v1+json" },
    body: JSON.stringify({ schema }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

let refused = 0;
for (const file of readdirSync(before).filter((name) => name.endsWith(".avsc")).sort()) {
  const subject = file.replace(/\.avsc$/, "");
  const former = readFileSync(join(before, file), "utf8");
  await ask(`/subjects/${subject}/versions`, former);
  if (!existsSync(join(now, file))) {
    console.log(`${subject}: gone`);
    refused++;
    continue;
  }
  const schema = readFileSync(join(now, file), "utf8");
  const answer = await ask(`/compatibility/subjects/${subject}/versions/latest?verbose=true`, schema);
  const word = schema === former ? "unchanged" : answer.is_compatible ? "compatible" : `incompatible ${(answer.messages ?? []).join("; ")}`;
  console.log(`${subject}: ${word.trim()}`);
  if (!answer.is_compatible) refused++;
}
process.exitCode = refused === 0 ? 0 : 1;
