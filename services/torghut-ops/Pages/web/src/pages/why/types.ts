import { address } from "../../core/api.js";
import type { DecisionItem, Session } from "../../core/types.js";

export interface Reason {
    code: string;
    text: string;
    source: string;
}

export interface Latch {
    latch: string;
    engaged: boolean;
    reason: string;
    actor: string;
    engagedAt: string;
    releasedAt: string | null;
}

export interface StrategyState {
    name: string;
    enabled: boolean;
    watches: boolean;
    suspendedAt: string | null;
    suspendedReason: string | null;
}

/** GET /api/torghut/trading/why */
export interface NoTrade {
    account: string | null;
    symbol: string;
    strategy: string | null;
    at: string;
    session: { day: string; zone: string; session: Session; isOpen: boolean };
    reasons: Reason[];
    decisions: DecisionItem[];
    latches: Latch[];
    strategies: StrategyState[];
    signals: { count: number | null; newestAt: string | null; missing: string | null };
    lastTick: { at: string | null; marketTime: string | null; outcome: string | null; noSignalReason: string | null; missing: string | null };
}

/** Where the question about a moment is answered. */
export function whyAddress(symbol: string, at: string, strategy?: string): string {
    return address("/why", { symbol, at, strategy });
}
