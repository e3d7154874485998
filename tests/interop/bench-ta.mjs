// One symbol's indicators, bar by bar, with public libraries and with a loop written by hand. Argument: file of bars (end, close, volume, vwap as doubles).
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { require, serve, timed } from './bench-lib.mjs';

const bytes = readFileSync(process.argv[2]);
const bars = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const COUNT = bars.length / 4;
const COLUMNS = 12;

const technical = require('technicalindicators');
const debut = require('@debut/indicators');
const signals = await import(pathToFileURL(require.resolve('trading-signals')));

/** Everything the service computes, with running sums where they hold. */
const loop = () => {
  const VWAP_SECONDS = 300, RETURNS = 59, BOLL = 20;
  const out = new Float64Array(COLUMNS);
  const closes = new Float64Array(BOLL), returns = new Float64Array(RETURNS);
  const windowEnd = new Float64Array(512), windowNotional = new Float64Array(512), windowVolume = new Float64Array(512);
  let n = 0, base = 0, previous = 0, ema12 = 0, ema26 = 0, signal = 0, gain = 0, loss = 0;
  let closeSum = 0, closeSquares = 0, returnSum = 0, returnSquares = 0, returnCount = 0, returnAt = 0, closeAt = 0;
  let sessionNotional = 0, sessionVolume = 0, head = 0, tail = 0, notionalSum = 0, volumeSum = 0;
  return (end, close, volume, vwap) => {
    if (n === 0) {
      base = close;
      ema12 = ema26 = close;
    } else {
      ema12 += (2 / 13) * (close - ema12);
      ema26 += (2 / 27) * (close - ema26);
    }
    const macd = ema12 - ema26;
    signal = n === 0 ? macd : signal + 0.2 * (macd - signal);
    out[0] = ema12; out[1] = ema26; out[2] = macd; out[3] = signal; out[4] = macd - signal;

    out[5] = NaN;
    if (n > 0) {
      const change = close - previous;
      const up = change > 0 ? change : 0;
      const down = change < 0 ? -change : 0;
      if (n <= 14) {
        gain += up / 14;
        loss += down / 14;
      } else {
        gain = (13 * gain + up) / 14;
        loss = (13 * loss + down) / 14;
      }
      if (n >= 14) out[5] = loss === 0 ? (gain === 0 ? 50 : 100) : 100 - 100 / (1 + gain / loss);
    }

    const x = close - base;
    const dropped = closes[closeAt];
    closes[closeAt] = x;
    closeAt = closeAt + 1 === BOLL ? 0 : closeAt + 1;
    closeSum += x - dropped;
    closeSquares += x * x - dropped * dropped;
    if (n >= BOLL - 1) {
      const mean = closeSum / BOLL;
      const width = 2 * Math.sqrt(Math.max(0, closeSquares / BOLL - mean * mean));
      out[6] = mean + base; out[7] = mean + base + width; out[8] = mean + base - width;
    } else out[6] = out[7] = out[8] = NaN;

    const notional = vwap * volume;
    sessionNotional += notional;
    sessionVolume += volume;
    out[9] = sessionNotional / sessionVolume;
    while (tail !== head && windowEnd[tail] <= end - VWAP_SECONDS) {
      notionalSum -= windowNotional[tail];
      volumeSum -= windowVolume[tail];
      tail = (tail + 1) & 511;
    }
    windowEnd[head] = end; windowNotional[head] = notional; windowVolume[head] = volume;
    head = (head + 1) & 511;
    notionalSum += notional;
    volumeSum += volume;
    out[10] = notionalSum / volumeSum;

    out[11] = NaN;
    if (n > 0) {
      const r = Math.log(close / previous);
      const gone = returns[returnAt];
      returns[returnAt] = r;
      returnAt = returnAt + 1 === RETURNS ? 0 : returnAt + 1;
      if (returnCount < RETURNS) returnCount++;
      returnSum += r - gone;
      returnSquares += r * r - gone * gone;
      const mean = returnSum / returnCount;
      out[11] = Math.sqrt(Math.max(0, returnSquares / returnCount - mean * mean));
    }
    previous = close;
    n++;
    return out;
  };
};

const fill = (out, ema12, ema26, macd, signal, histogram, rsi, bands) => {
  out[0] = ema12 ?? NaN; out[1] = ema26 ?? NaN; out[2] = macd ?? NaN; out[3] = signal ?? NaN; out[4] = histogram ?? NaN; out[5] = rsi ?? NaN;
  out[6] = bands?.middle ?? NaN; out[7] = bands?.upper ?? NaN; out[8] = bands?.lower ?? NaN;
  return out;
};

const libraries = {
  loop,
  technicalindicators: () => {
    const out = new Float64Array(COLUMNS);
    const ema12 = new technical.EMA({ period: 12, values: [] });
    const ema26 = new technical.EMA({ period: 26, values: [] });
    const macd = new technical.MACD({ fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false, values: [] });
    const rsi = new technical.RSI({ period: 14, values: [] });
    const bands = new technical.BollingerBands({ period: 20, stdDev: 2, values: [] });
    return (end, close) => {
      const m = macd.nextValue(close);
      return fill(out, ema12.nextValue(close), ema26.nextValue(close), m?.MACD, m?.signal, m?.histogram, rsi.nextValue(close), bands.nextValue(close));
    };
  },
  'trading-signals': () => {
    const out = new Float64Array(COLUMNS);
    const ema12 = new signals.EMA(12);
    const ema26 = new signals.EMA(26);
    const macd = new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9));
    const rsi = new signals.RSI(14);
    const bands = new signals.BollingerBands(20, 2);
    return (end, close) => {
      const m = macd.update(close, false);
      return fill(out, ema12.update(close, false), ema26.update(close, false), m?.macd, m?.signal, m?.histogram, rsi.update(close, false), bands.update(close, false));
    };
  },
  debut: () => {
    const out = new Float64Array(COLUMNS);
    const macd = new debut.MACD(12, 26, 9);
    const rsi = new debut.RSI(14);
    const bands = new debut.BollingerBands(20, 2);
    return (end, close) => {
      const m = macd.nextValue(close);
      return fill(out, m?.emaFast, m?.emaSlow, m?.macd, m?.signal, m?.histogram, rsi.nextValue(close), bands.nextValue(close));
    };
  },
};

let sum = 0;
serve({
  collect: ({ library, file }) => {
    const update = libraries[library]();
    const rows = new Float64Array(COUNT * COLUMNS);
    for (let i = 0; i < COUNT; i++) rows.set(update(bars[4 * i], bars[4 * i + 1], bars[4 * i + 2], bars[4 * i + 3]), i * COLUMNS);
    writeFileSync(file, Buffer.from(rows.buffer));
  },
  pass: ({ library, repeats }) => {
    const updates = Array.from({ length: repeats }, libraries[library]);
    return timed(() => {
      for (const update of updates) {
        for (let i = 0; i < COUNT; i++) sum += update(bars[4 * i], bars[4 * i + 1], bars[4 * i + 2], bars[4 * i + 3])[4];
      }
    });
  },
});
