import type { Session } from "../../core/types.js";

export interface ProfitLine {
    strategy: string | null;
    symbol?: string;
    realised: string;
    closedQty: string;
    winRate: string | null;
    closings: number;
    wins: number;
    losses: number;
}

export interface Anomaly {
    code: string;
    at: string;
    strategy: string | null;
    symbol: string;
    qty: string;
    text: string;
}

/** GET /api/torghut/trading/summary */
export interface Summary {
    range: { day: string | null; zone: string; startUtc: string; endUtc: string; session: Session | null };
    account: string | null;
    decisions: { total: number; byStatus: Record<string, number> };
    executions: { total: number; filled: number; partiallyFilled: number; unfilled: number; external: number };
    pnl: {
        realised: string;
        byStrategy: ProfitLine[];
        bySymbol: ProfitLine[];
        fees: string;
        feesText: string;
        anomalies: Anomaly[];
        anomaliesTotal: number;
    };
    winRate: { rate: string | null; closedQuantity: string; count: number };
    equity: { start: string; end: string; delta: string; transfers: string; startAt: string; endAt: string } | null;
    rejections: { reason: string; count: number; text: string | null }[];
    equityCurve: [number, string][];
}

export interface Execution {
    id: string;
    at: string;
    decisionId: string | null;
    strategy: string | null;
    symbol: string;
    side: string;
    orderType: string;
    qty: string | null;
    limitPrice: string | null;
    status: string;
    filledQty: string;
    filledAvgPrice: string | null;
    filledAt: string | null;
    external: boolean;
}
