/** Answers of the API, as far as pages use them. */
export interface Session {
    open: string | null;
    close: string | null;
    kind: "regular" | "early_close" | "holiday" | "weekend";
    name?: string | null;
}

export interface TradingDay {
    day: string;
    zone: string;
    startUtc: string;
    endUtc: string;
    session: Session;
}

export interface Rows {
    symbol: string;
    from: string;
    to: string;
    step: number;
    columns: string[];
    rows: (number | null)[][];
    next: string | null;
}

export interface LatestItem {
    symbol: string;
    bar: { eventTs: string; o: number; h: number; l: number; c: number; v: number; vwap: number | null; count: number } | null;
    signal: Record<string, number | string | null> | null;
    lagSeconds: number | null;
}

export interface SymbolItem {
    symbol: string;
    enabled: boolean;
    updated_at: string;
    updated_by: string;
    reason: string | null;
}

export type DecisionOutcome = "accepted" | "rejected" | "vetoed" | "expired" | "unknown" | "filled";

export interface DecisionItem {
    id: string;
    at: string;
    createdAt: string;
    strategy: string;
    symbol: string;
    action: string;
    qty: string | null;
    limitPrice: string | null;
    status: string;
    statusReason: string | null;
    reasons: string[];
    outcome: DecisionOutcome;
    signalEventTs: string | null;
}
