// What build/mutate measured, put together: score of each part, survivors by file and line, summary.json and index.html.
// mutants.mjs RESULTS QUALITY_PAGE BAR BAR_OF_MONEY PART_OF_MONEY...
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const [results, page, bar, barOfMoney, ...money] = process.argv.slice(2);
const detected = new Set(["Killed", "Timeout"]);
const undetected = new Set(["Survived", "NoCoverage"]);

// Rows of the page's tables that begin with a file and have a change in the second column: | `FILE` | `TEXT` → `TEXT` | reason |
const accepted = new Map();
for (const line of existsSync(page) ? readFileSync(page, "utf8").split("\n") : []) {
  const row = /^\| `([^`]+\.cs)` \| `(.+)` → `(.*)` \| (.+) \|$/.exec(line);
  if (row) accepted.set(key(row[1], row[2], row[3]), row[4]);
}

function key(file, from, to) {
  return [file, flat(from), flat(to)].join("\0");
}

function flat(text) {
  return text.replace(/\s+/g, " ").replace(/\|/g, "¦").trim();
}

function textAt(source, { start, end }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join("\n");
}

const parts = new Map();
const used = new Set();
for (const piece of readdirSync(results).sort()) {
  const at = join(results, piece, "reports", "mutation-report.json");
  if (!existsSync(at)) continue;
  const report = JSON.parse(readFileSync(at, "utf8"));
  const name = piece.replace(/\.[0-9]+(-[0-9a-f]{8})?$/, "").replaceAll("+", "/");
  const whole = !/-[0-9a-f]{8}$/.test(piece);
  const part = parts.get(name) ?? { part: name, detected: 0, timeouts: 0, undetected: 0, accepted: 0, whole: true, survivors: [], pages: [] };
  parts.set(name, part);
  part.whole &&= whole;
  part.pages.push(join(piece, "reports", "mutation-report.html"));
  for (const [path, file] of Object.entries(report.files)) {
    const below = relative(process.cwd(), path).split(sep).join("/");
    for (const mutant of file.mutants) {
      if (detected.has(mutant.status)) part.detected++;
      if (mutant.status === "Timeout") part.timeouts++;
      if (!undetected.has(mutant.status)) continue;
      const from = textAt(file.source, mutant.location);
      const known = key(below, from, mutant.replacement ?? "");
      if (accepted.has(known)) {
        used.add(known);
        part.accepted++;
        continue;
      }
      part.undetected++;
      part.survivors.push({ file: below, line: mutant.location.start.line, status: mutant.status, kind: mutant.mutatorName, from: flat(from), to: flat(mutant.replacement ?? "") });
    }
  }
}

const rows = [...parts.values()].map((part) => {
  const tried = part.detected + part.undetected;
  const wanted = Number(money.some((of) => part.part === of || part.part.startsWith(of + "/")) ? barOfMoney : bar);
  const score = tried === 0 ? null : (100 * part.detected) / tried;
  return { ...part, tried, wanted, score, below: part.whole && score !== null && score < wanted };
});

for (const row of rows) {
  row.survivors.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  for (const s of row.survivors) {
    console.log(`${s.file}:${s.line}: ${s.status === "NoCoverage" ? "no test runs" : "survived"}: ${s.from.slice(0, 100)} -> ${s.to.slice(0, 100)}`);
  }
}
console.log("");
for (const row of rows) {
  const score = row.score === null ? "none" : `${row.score.toFixed(1)} %`;
  const more = `${row.detected} of ${row.tried} noticed${row.timeouts > 0 ? `, ${row.timeouts} by their time` : ""}${row.accepted > 0 ? `, ${row.accepted} accepted` : ""}${row.whole ? "" : ", some files only"}`;
  console.log(`${row.below ? "BELOW  " : "       "} ${row.part.padEnd(44)} ${score.padStart(7)} of ${row.wanted} % (${more})`);
}
for (const row of accepted.keys()) {
  const [file, from] = row.split("\0");
  if (!used.has(row) && parts.size > 0 && rows.some((part) => part.whole && file.startsWith(part.part + "/"))) console.log(`accepted, but not among the survivors: ${file}: ${from.slice(0, 100)}`);
}

const html = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
writeFileSync(join(results, "summary.json"), JSON.stringify(rows, null, 1) + "\n");
writeFileSync(
  join(results, "index.html"),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Changes that tests notice</title><style>body{font:14px sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:left}.below{color:#b00}</style>
<h1>Changes that tests notice</h1><table><tr><th>part<th>score<th>bar<th>noticed<th>not noticed<th>accepted<th>pages
${rows.map((r) => `<tr class="${r.below ? "below" : ""}"><td>${html(r.part)}<td>${r.score?.toFixed(1) ?? "none"}<td>${r.wanted}<td>${r.detected}<td>${r.undetected}<td>${r.accepted}<td>${r.pages.map((p, i) => `<a href="${encodeURI(p)}">${i + 1}</a>`).join(" ")}`).join("\n")}
</table><h2>Not noticed</h2><table>
${rows.flatMap((r) => r.survivors).map((s) => `<tr><td>${html(s.file)}:${s.line}<td><code>${html(s.from)}</code><td><code>${html(s.to)}</code>`).join("\n")}
</table></html>
`,
);
process.exit(rows.some((row) => row.below) ? 1 : 0);
