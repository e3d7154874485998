/** Words for the names under which torghut-trading keeps what it saw. */
const words: Record<string, string> = {
    o: "Open", h: "High", l: "Low", c: "Close", v: "Volume", vwap: "VWAP of bar", count: "Trades",
    macd: "MACD", macd_signal: "MACD signal", macd_hist: "MACD histogram", ema12: "EMA 12", ema26: "EMA 26", rsi14: "RSI 14",
    boll_mid: "Bollinger mid", boll_upper: "Bollinger high", boll_lower: "Bollinger low", vwap_session: "VWAP of session", vwap_w5m: "VWAP of 5 minutes",
    imbalance_spread: "Spread", imbalance_bid_px: "Bid", imbalance_ask_px: "Ask", imbalance_bid_sz: "Bid size", imbalance_ask_sz: "Ask size",
    vol_realized_w60s: "Realised volatility of 60 s", volatility: "Volatility",
    window_start: "Window from", window_end: "Window to", records_of_all_symbols: "Records of all symbols", seq: "Sequence", ingest_ts: "Computed at",
    qty: "Quantity", opening_qty: "Quantity that opens", limit_price: "Limit", because: "Because", reason: "Reason", reasons: "Reasons",
    pct: "part of equity", max_position_pct: "Largest position", max_notional: "Largest order", min_notional: "Smallest order",
    min_qty: "Smallest quantity", max_shares: "Largest quantity", max_participation: "Largest part of volume", price_collar: "Limit to last price at most",
    max_price_deviation: "Price to other prices at most", price_previous_close: "Previous close", price_recent: "Recent price",
    price_broker_quote: "Broker's quote", price_broker_trade: "Broker's trade", price_streamed: "Streamed price", price_average: "Average price",
    signal_age: "Age of signal", max_signal_age: "Oldest signal", since_last_entry: "Since last entry", orders_last_minute: "Orders of last minute",
    position_qty: "Position", pending_buy_qty: "Pending buys", pending_sell_qty: "Pending sells", other_gross: "Other positions, gross",
    other_net_long: "Other positions, net long", other_net_short: "Other positions, net short", is_open: "Market open", unknown_orders: "Orders of unknown outcome",
    filled_qty: "Filled", filled_avg_price: "Average price", execution_id: "Execution id", broker_order_id: "Broker's order id",
    client_order_id: "Client order id", steps: "Steps of sizing", advisory: "Advice",
};

const groups: Record<string, string> = {
    switches: "Switches", strategy: "Strategy", market: "Market", account: "Account", portfolio: "Portfolio", throttle: "Throttle", limits: "Limits",
    sizing: "Sizing", output: "Review",
};

/** Units that follow from a name; the service names the others. */
const units: Record<string, string> = {
    cooldown: "s", signal_age: "s", max_signal_age: "s", since_last_entry: "s", orders_last_minute: "orders", count: "trades",
};

/** Ratios that are read as parts of a hundred. */
const ratios = new Set(["max_position_pct", "max_participation", "price_collar", "max_price_deviation"]);

/** "limits.max_notional" is "Limits: largest order". */
export function labelOf(name: string): string {
    const parts = name.split(".");
    const last = parts.at(-1) ?? name;
    const label = words[last] ?? sentence(last);
    const group = parts.length > 1 ? (groups[parts[0] ?? ""] ?? sentence(parts[0] ?? "")) : "";
    return group ? `${group}: ${keepsCase(label) ? label : label.charAt(0).toLowerCase() + label.slice(1)}` : label;
}

export function unitOf(name: string, unit: string): string {
    return unit || (units[lastOf(name)] ?? "");
}

export function isRatio(name: string): boolean {
    return ratios.has(lastOf(name));
}

function lastOf(name: string): string {
    return name.slice(name.lastIndexOf(".") + 1);
}

function sentence(name: string): string {
    const text = name.replaceAll("_", " ");
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether it begins with an abbreviation, as "EMA 12". */
function keepsCase(label: string): boolean {
    return /^[A-Z]{2}/.test(label);
}
