export type Verdict = "GREEN" | "YELLOW" | "RED";

export interface Fact {
    plane: string;
    component: string;
    probe: string;
    id: string;
    command: string;
    observed_at: string;
    outcome: string;
    value: unknown;
    detail: string | null;
    duration_ms: number;
    max_age_s: number;
}

export interface Interpretation {
    rule: string;
    severity: Verdict;
    text: string;
    rests_on: string[];
    subject: string;
    explained_by: string | null;
}

/** GET /api/snapshot */
export interface Snapshot {
    metadata: { capture_started: string; capture_ended: string; operator: string; bundle_version: string; cluster_context: string };
    verdict: Verdict;
    headline: string;
    confidence: string;
    facts: Fact[];
    interpretations: Interpretation[];
    next_actions: { rule: string; action: string; owner: string; runbook: string }[];
    top_cause: { rule: string; plane: string; subject: string; severity: Verdict; text: string; explains: string[] } | null;
    coverage: { required: number; answered: number; blind: string[] };
}

export interface History {
    kept: boolean;
    snapshots: { id: string; captured_at: string; verdict: Verdict; headline: string; confidence: string; operator: string }[];
    next: string | null;
}

export const planes = ["control", "compute", "data", "decision"] as const;
