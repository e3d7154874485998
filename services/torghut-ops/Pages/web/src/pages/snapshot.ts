import { address, getJson } from "../core/api.js";
import { button, el } from "../core/dom.js";
import { fileLink } from "../core/downloads.js";
import { Problem } from "../core/problem.js";
import { Section } from "../core/section.js";
import { fromAddress, keepInAddress, startShell } from "../core/shell.js";
import { ageText, msOf, timeElement } from "../core/time.js";
import { planes, type History, type Snapshot } from "./snapshot/types.js";
import { banner, factTable, historyTable, interpretationTable, planeFigures, titled } from "./snapshot/views.js";

const everyMs = 30_000;
/** Older than this a snapshot says nothing of now. */
const staleSeconds = 120;

const auto = el("input", { type: "checkbox", id: "auto" });
const age = el("span", { id: "age" });
const verdict = new Section(
    "verdict-card",
    "Verdict",
    age,
    el("label", { class: "check" }, auto, `Every ${everyMs / 1000} s`),
    button("Refresh", () => void refresh(), { id: "refresh", class: "primary" }),
);
const meaning = new Section("meaning", "What it means");
const evidence = new Section("facts", "Facts");
const history = new Section("history", "History");
let taken: number | null = null;
let chosen = fromAddress("id");

startShell().append(el("div", { class: "stack" }, verdict.root, meaning.root, evidence.root, history.root));
void load();
setInterval(tick, 1000);
let next = Date.now() + everyMs;

async function refresh(): Promise<void> {
    chosen = null;
    keepInAddress({ id: null });
    await load();
}

async function load(): Promise<void> {
    for (const section of [verdict, meaning, evidence]) {
        section.loading();
    }

    try {
        const path = chosen ? `/api/snapshots/${encodeURIComponent(chosen)}` : "/api/snapshot";
        show(await getJson<Snapshot>(path, { format: "json" }));
    } catch (error) {
        verdict.error(error, () => void load());
        for (const section of [meaning, evidence]) {
            if (section.state === "loading") {
                section.empty("Not known.");
            }
        }
    }

    await loadHistory();
}

function show(snapshot: Snapshot): void {
    taken = msOf(snapshot.metadata.capture_ended);
    document.title = `${snapshot.verdict} · Snapshot · Torghut`;
    const { top_cause: cause, coverage, metadata } = snapshot;
    const blind = coverage.blind.length > 0 ? `; blind: ${coverage.blind.join(", ")}` : "";
    const formats = ["json", "md", "html", "text"].map((format) => {
        const url = address(chosen ? `/api/snapshots/${encodeURIComponent(chosen)}` : "/api/snapshot", { format });
        return el("li", {}, fileLink(url, `snapshot.${format}`, format));
    });
    verdict.filled(
        banner(snapshot, cause && cause.explains.length > 0 ? el("p", {}, `It explains: ${cause.explains.join("; ")}`) : null),
        planeFigures(snapshot),
        el("p", {}, "Captured ", timeElement(metadata.capture_started), " to ", timeElement(metadata.capture_ended, "time"),
            ` by ${metadata.operator}, probes ${metadata.bundle_version}, context ${metadata.cluster_context}.`),
        el("p", {}, `Confidence ${snapshot.confidence}. ${coverage.answered} of ${coverage.required} required probes answered${blind}.`),
        el("ul", { class: "links", "aria-label": "The same as" }, ...formats),
    );
    tick();
    const actions = snapshot.next_actions.map((action) => el("li", {}, el("strong", {}, action.owner), `: ${action.action} (${action.runbook})`));
    if (snapshot.interpretations.length > 0) {
        const next = actions.length > 0 ? [el("h3", {}, "Next actions"), el("ol", { class: "plain" }, ...actions)] : [];
        meaning.filled(...next, interpretationTable(snapshot));
    } else {
        meaning.empty("Nothing stands out.");
    }

    evidence.filled(...planes.flatMap((plane) => {
        const facts = snapshot.facts.filter((fact) => fact.plane === plane);
        return [el("h3", {}, `${titled(plane)} plane`), facts.length > 0 ? factTable(plane, facts) : el("p", { class: "nothing" }, "Nothing was asked.")];
    }));
}

async function loadHistory(): Promise<void> {
    history.loading();
    try {
        const found = await getJson<History>("/api/snapshots", { limit: 20 });
        if (!found.kept) {
            history.empty("Snapshots are not kept (OPS_SNAPSHOT_DIR is not set).");
        } else if (found.snapshots.length === 0) {
            history.empty("None is kept yet.");
        } else {
            history.filled(historyTable(found, chosen));
        }
    } catch (error) {
        history.error(Problem.from(error), () => void loadHistory());
    }
}

function tick(): void {
    if (taken === null) {
        return;
    }

    const seconds = (Date.now() - taken) / 1000;
    age.textContent = `${ageText(seconds)} old`;
    if (chosen && verdict.state === "filled") {
        verdict.stale("This is a snapshot of the past; Refresh takes one of now.");
    } else if (seconds > staleSeconds && verdict.state === "filled") {
        verdict.stale(`This was ${ageText(seconds)} ago; Refresh looks again.`);
    }

    if (auto.checked && Date.now() >= next && document.visibilityState === "visible") {
        next = Date.now() + everyMs;
        void refresh();
    }
}
