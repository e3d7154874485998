/** Every page by its module in src/pages, with its heading and what it is for. */
export const titles = {
  overview: { title: "Overview", lead: "The state of the system, the market and today's trading." },
  symbols: { title: "Symbols", lead: "What is subscribed and traded, and how fresh its data is." },
  visuals: { title: "Visuals", lead: "Candles and indicators of one symbol, with every decision on it." },
  trading: { title: "Trading", lead: "One trading day: results, orders, decisions and why some were refused." },
  decision: { title: "Decision", lead: "From the ticks to the fills: what one decision rested on." },
  why: { title: "Why no trade", lead: "What stood against a trade of a symbol at a moment." },
  backtest: { title: "Backtest", lead: "A registered backtest report." },
  snapshot: { title: "Snapshot", lead: "Four planes of evidence and what they mean." },
};

/** What the navigation leads to. */
export const navigation = [
  ["overview", "/"],
  ["visuals", "/visuals"],
  ["trading", "/trading"],
  ["symbols", "/symbols"],
  ["snapshot", "/snapshot"],
];
