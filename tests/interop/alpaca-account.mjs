// Asks the Alpaca simulator for what the account has beside plain orders, with Alpaca's own JavaScript client:
// node alpaca-account.mjs BASE_ADDRESS KEY SECRET SYMBOL. Prints one JSON object with what the client saw; the test judges it.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.TORGHUT_PEERS}/`);
const { Alpaca } = require('@alpacahq/alpaca-trade-api');

const [base, keyId, secret, symbol] = process.argv.slice(2);
const toSimulator = (input, init) => {
  const url = new URL(typeof input === 'string' ? input : input.url);
  return fetch(new URL(url.pathname + url.search, base), init);
};
const alpaca = new Alpaca({ keyId, secret, paper: true, fetchApi: toSimulator, retry: false, rateLimit: false });
const { accountActivities, accountConfigurations, orders, watchlists } = alpaca.trading;

const order = (orderId) => orders.getOrderByOrderID({ orderId, nested: true });
const filled = async (orderId) => {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await order(orderId);
    if (found.status === 'filled') return found;
    if (Date.now() > end) throw new Error(`no fill within 20 s, but ${found.status}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const seen = {};

seen.configuration = await accountConfigurations.getAccountConfig();
seen.configured = await accountConfigurations.patchAccountConfig({ accountConfigurations: { ...seen.configuration, ptpNoExceptionEntry: true } });

// Nobody streams: the market moves all the same.
const price = await alpaca.marketData.getLatestPrice(symbol);
const cents = (value) => Math.round(value * 100) / 100;
const bracket = await orders.bracket({
  symbol, side: 'buy', qty: 4, timeInForce: 'gtc', takeProfit: { limitPrice: cents(price * 2) }, stopLoss: { stopPrice: cents(price / 2) },
});
seen.bracket = { orderClass: bracket.orderClass, legs: bracket.legs.map((leg) => `${leg.type} ${leg.status}`) };
seen.exits = (await filled(bracket.id)).legs.map((leg) => `${leg.type} ${leg.status}`);
await orders.deleteOrderByOrderID({ orderId: bracket.legs[0].id });
seen.canceledExits = (await order(bracket.id)).legs.map((leg) => leg.status);
const trailing = await orders.trailingStop({ symbol, side: 'sell', qty: 4, timeInForce: 'gtc', trailPercent: 20 });
seen.trailing = { type: trailing.type, trailPercent: trailing.trailPercent };
await orders.deleteOrderByOrderID({ orderId: trailing.id });
const oco = await orders.oco({
  symbol, side: 'sell', qty: 4, timeInForce: 'gtc', takeProfit: { limitPrice: cents(price * 2) }, stopLoss: { stopPrice: cents(price / 2) },
});
seen.oco = { orderClass: oco.orderClass, limitPrice: Number(oco.limitPrice) === cents(price * 2), legs: oco.legs.map((leg) => `${leg.type} ${leg.status}`) };

seen.fills = await accountActivities.getAccountActivitiesByActivityType({ activityType: 'FILL', direction: 'asc' });
const activities = await alpaca.trading.collectActivities({ pageSize: 1 });
seen.pages = activities.length;
seen.lastId = activities[0].id;
seen.noFees = await accountActivities.getAccountActivities({ activityTypes: ['FEE'], date: new Date() });

const list = await watchlists.postWatchlist({ createWatchlistRequest: { name: 'first', symbols: [symbol] } });
seen.watchlist = { name: list.name, assets: list.assets.map((a) => a.symbol) };
seen.watchlists = (await watchlists.getWatchlists()).map((w) => w.name);
seen.byName = (await watchlists.getWatchlistByName({ name: 'first' })).id === list.id;
await watchlists.deleteWatchlistById({ watchlistId: list.id });
seen.watchlistsLeft = await watchlists.getWatchlists();

const start = new Date(Date.now() - 86_400_000);
const quotes = await alpaca.marketData.getStockQuotesFor(symbol, { start, limit: 50 });
seen.quotes = { count: quotes.length, first: quotes[0] };
const snapshot = await alpaca.marketData.stocks.stockSnapshotSingle({ symbol });
seen.snapshot = Object.keys(snapshot).filter((key) => snapshot[key] && typeof snapshot[key] === 'object').sort();

const text = JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1);
// The client leaves a timer of 30 s behind, which would keep the process.
process.stdout.write(text, () => process.exit(0));
