// Drives the Alpaca simulator with Alpaca's own JavaScript client: node alpaca-simulator.mjs BASE_ADDRESS KEY SECRET SYMBOL
// Prints one JSON object with what the client saw; the test judges it.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.TORGHUT_PEERS}/`);
const { Alpaca } = require('@alpacahq/alpaca-trade-api');

const [base, keyId, secret, symbol] = process.argv.slice(2);
const sockets = base.replace(/^http/, 'ws').replace(/\/$/, '');
const toSimulator = (input, init) => {
  const url = new URL(typeof input === 'string' ? input : input.url);
  return fetch(new URL(url.pathname + url.search, base), init);
};
const alpaca = new Alpaca({ keyId, secret, paper: true, fetchApi: toSimulator, retry: false, rateLimit: false });

const deadline = (promise, what) => Promise.race([
  promise,
  new Promise((_, reject) => setTimeout(() => reject(new Error(`no ${what} within 20 s`)), 20_000).unref()),
]);
const until = async (condition, what) => {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`no ${what} within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const refusal = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    return { name: error.name, status: error.status ?? error.response?.status, message: String(error.message) };
  }
};

const seen = {};

const market = alpaca.marketData.stockStream({ feed: 'iex', url: `${sockets}/v2/iex`, reconnect: false });
const data = { trades: [], quotes: [], bars: [] };
const errors = [];
market.onTrade((t) => data.trades.push(t));
market.onQuote((q) => data.quotes.push(q));
market.onBar((b) => data.bars.push(b));
market.onError((e) => errors.push(e));
market.subscribeForTrades([symbol]);
market.subscribeForQuotes([symbol]);
market.subscribeForBars([symbol]);
market.connect();
seen.market_authenticated = await deadline(market.waitForAuthentication(), 'authentication');

const orders = alpaca.trading.stream({ url: `${sockets}/stream`, reconnect: false });
const updates = [];
let listening = null;
orders.onTradeUpdate((u) => updates.push({
  event: u.event, order: u.order.id, status: u.order.status, execution: u.executionId, price: u.price, qty: u.qty, position: u.positionQty,
}));
orders.on('subscription', (streams) => { listening = streams; });
orders.subscribeTradeUpdates();
orders.connect();
seen.orders_authenticated = await deadline(orders.waitForAuthentication(), 'authorization');
await until(() => listening, 'listening acknowledgement');
seen.listening = listening;

await until(() => data.trades.length && data.quotes.length && data.bars.length, 'trade, quote and bar');
const [trade] = data.trades;
seen.trade = { symbol: trade.symbol, price: trade.price, size: trade.size, id: trade.idRaw ?? trade.id, time: trade.timestampRaw };
const [quote] = data.quotes;
seen.quote = { symbol: quote.symbol, bid: quote.bidPrice, ask: quote.askPrice, time: quote.timestampRaw };
const [bar] = data.bars;
seen.bar = { symbol: bar.symbol, open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume, time: bar.timestampRaw };

seen.account = await alpaca.trading.account.getAccount();
const bought = await alpaca.trading.orders.market({ symbol, qty: 10, side: 'buy', timeInForce: 'day', clientOrderId: 'peer-buy-1' });
seen.submitted = { id: bought.id, status: bought.status, clientOrderId: bought.clientOrderId, qty: bought.qty };
await until(() => updates.some((u) => u.order === bought.id && u.event === 'fill'), 'fill');
seen.updates = updates.filter((u) => u.order === bought.id);
const filled = await alpaca.trading.orders.getOrderByClientOrderId({ clientOrderId: 'peer-buy-1' });
seen.filled = { id: filled.id, status: filled.status, filledQty: filled.filledQty, filledAvgPrice: filled.filledAvgPrice, filledAt: filled.filledAt };
seen.positions = await alpaca.trading.positions.getAllOpenPositions();
seen.position = await alpaca.trading.positions.getOpenPosition({ symbolOrAssetId: symbol });

seen.duplicate = await refusal(() => alpaca.trading.orders.market({ symbol, qty: 1, side: 'buy', timeInForce: 'day', clientOrderId: 'peer-buy-1' }));
const resting = await alpaca.trading.orders.limit({ symbol, qty: 1, side: 'buy', limitPrice: 1.5, timeInForce: 'gtc', clientOrderId: 'peer-rest-1' });
await until(() => updates.some((u) => u.order === resting.id && u.event === 'new'), 'new');
seen.open = (await alpaca.trading.orders.getAllOrders({ status: 'open' })).map((o) => o.id);
await alpaca.trading.orders.deleteOrderByOrderID({ orderId: resting.id });
await until(() => updates.some((u) => u.order === resting.id && u.event === 'canceled'), 'canceled');
seen.resting = resting.id;
seen.canceled = (await alpaca.trading.orders.getOrderByOrderID({ orderId: resting.id })).status;
seen.missing = await refusal(() => alpaca.trading.orders.getOrderByOrderID({ orderId: '00000000-0000-0000-0000-000000000001' }));

seen.clock = await alpaca.trading.clock.legacyClock();
seen.calendar = await alpaca.trading.calendar.legacyCalendar({ start: new Date('2024-07-01'), end: new Date('2024-07-05') });
seen.asset = await alpaca.trading.assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: symbol });
const bars = await alpaca.marketData.getStockBarsFor(symbol, { timeframe: '1Min', start: new Date(Date.now() - 86_400_000), limit: 5 });
seen.bars = { count: bars.length, first: bars[0] };
seen.latest = await alpaca.marketData.getLatestPrice(symbol);
seen.errors = errors;

market.disconnect();
orders.disconnect();
const text = JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1);
// The client leaves a timer of 30 s behind, which would keep the process.
process.stdout.write(text, () => process.exit(0));
