export interface Model {
    fills: string;
    fills_version: string;
    pnl: string;
    fees: { total: string };
    max_drawdown: number | null;
    hit_rate: number | null;
    profit_factor: string | null;
    exposure: number | null;
    turnover: string;
    decisions: number;
    executions: number;
    closing_trades: number;
    rejected_by_reason: Record<string, number>;
}

/** A report as torghut-trading writes it. */
export interface Report {
    cash: string;
    command: string;
    costs: string | null;
    catalogue_digest: string;
    data_digest: string;
    latency_ms: number;
    reviews: string;
    inputs: { ticks: number; bars: number; signals: number };
    curve: [string, string, string][];
    daily: { day: string; open: string; close: string; pnl: string; fees: string; turnover: string; fills: number }[];
    models: Model[];
    statistics: {
        sharpe: number | null;
        deflated_sharpe: number | null;
        max_drawdown: number | null;
        periods: number;
        trials: number;
        insufficient: string | null;
    };
    strategies: { name: string; version: string }[];
    trades: { at: string; symbol: string; side: string; qty: string; price: string; pnl: string | null; fees: string; fills: string }[];
}
