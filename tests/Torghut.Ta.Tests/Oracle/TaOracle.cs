namespace Torghut.Ta.Tests.Oracle;

/// <summary>
/// The rules again, written plainly from their description: everything is kept, everything is recomputed from scratch. It shares no
/// code with the service, so that the two can only agree by both being right.
/// </summary>
internal static class TaOracle
{
    private const long Second = 1_000_000_000;

    public static OracleResult Run(IEnumerable<OracleTrade> tradeLog, IEnumerable<OracleQuote> quoteLog, OracleSettings settings)
    {
        var (accepted, touched, late, duplicates) = Accept(tradeLog, settings);
        var bars = new List<OracleBar>();
        double ineligible = 0;
        foreach (var group in accepted.GroupBy(t => (t.Symbol, End: (t.Ts / Second) + 1)).OrderBy(g => g.Key.End))
        {
            var bar = Bar(group.Key.Symbol, group.Key.End, [.. group.OrderBy(t => t.Ts).ThenBy(t => t.Seq)], touched[group.Key], settings);
            if (double.IsNaN(bar.H))
            {
                ineligible += bar.V;
            }
            else
            {
                bars.Add(bar);
            }
        }

        var (quotes, lateQuotes, duplicateQuotes) = AcceptQuotes(quoteLog, settings);
        var signals = bars.GroupBy(b => b.Symbol).SelectMany(g => Signals([.. g], quotes, settings)).ToList();
        return new OracleResult(bars, signals, late + lateQuotes, duplicates + duplicateQuotes, ineligible);
    }

    private static (List<OracleTrade> Accepted, Dictionary<(string, long), List<OracleTrade>> Touched, long Late, long Duplicates) Accept(
        IEnumerable<OracleTrade> log, OracleSettings settings)
    {
        var accepted = new List<OracleTrade>();
        var cancelled = new HashSet<OracleTrade>();
        var seen = new Dictionary<(string, string, long), long>();
        var touched = new Dictionary<(string, long), List<OracleTrade>>();
        long late = 0, duplicates = 0, closed = long.MinValue / 2, max = long.MinValue;
        foreach (var trade in log)
        {
            if (trade.Amends is null)
            {
                Advance(trade);
            }

            var end = (trade.Ts / Second) + 1;
            var key = (trade.Symbol, trade.Exchange, trade.Amends is null ? trade.Id : trade.Original);
            var known = seen.TryGetValue(key, out var seenEnd) && seenEnd > closed - settings.DedupSeconds;
            if (trade.Amends is null)
            {
                if (known)
                {
                    duplicates++;
                }
                else
                {
                    seen[key] = end;
                    if (end <= closed)
                    {
                        late++;
                    }
                    else
                    {
                        Take(trade, end);
                    }
                }
            }
            else
            {
                Amend(trade, known, seenEnd);
                Advance(trade);
            }
        }

        return (accepted.Where(t => !cancelled.Contains(t)).ToList(), touched, late, duplicates);

        void Advance(OracleTrade trade)
        {
            max = Math.Max(max, Math.Min(trade.Ts, trade.Ingest));
            closed = Math.Max(closed, (long)Math.Floor((decimal)(max - settings.MaxOutOfOrderNs) / Second));
        }

        void Take(OracleTrade trade, long end)
        {
            accepted.Add(trade);
            if (!touched.TryGetValue((trade.Symbol, end), out var list))
            {
                touched[(trade.Symbol, end)] = list = [];
            }

            list.Add(trade);
        }

        void Amend(OracleTrade change, bool known, long end)
        {
            var index = accepted.FindIndex(t => t.Symbol == change.Symbol && t.Exchange == change.Exchange && t.Id == change.Original);
            if (!known || end <= closed || index < 0)
            {
                late++;
            }
            else if (cancelled.Contains(accepted[index]))
            {
                duplicates++;
            }
            else
            {
                var old = accepted[index];
                var changed = old with { Price = change.Price, Size = change.Size, Conditions = change.Conditions, Tape = change.Tape };
                if (change.Amends == "correct" && Same(old, changed))
                {
                    duplicates++;
                    return;
                }

                touched[(change.Symbol, end)].Add(change);
                if (change.Amends == "cancel")
                {
                    cancelled.Add(old);
                }
                else
                {
                    accepted[index] = changed;
                }
            }
        }

        bool Same(OracleTrade one, OracleTrade other) =>
            one.Price == other.Price && one.Size == other.Size && (!settings.Sip || OracleConditions.Of(one) == OracleConditions.Of(other));
    }

    private static OracleBar Bar(string symbol, long end, List<OracleTrade> trades, List<OracleTrade> inputs, OracleSettings settings)
    {
        var effects = trades.Select(t => (Trade: t, Effect: settings.Sip ? OracleConditions.Of(t) : OracleConditions.Everything)).ToList();
        var counted = effects.Where(e => e.Effect.Volume).Select(e => e.Trade).ToList();
        var priced = effects.Where(e => e.Effect.HighLow).ToList();
        var first = priced.Where(e => e.Effect.OpenClose).ToList();
        if (first.Count == 0)
        {
            first = priced;
        }

        var size = priced.Sum(e => e.Trade.Size);
        return new OracleBar(
            symbol, end,
            first.Count == 0 ? double.NaN : first[0].Trade.Price,
            priced.Count == 0 ? double.NaN : priced.Max(e => e.Trade.Price),
            priced.Count == 0 ? double.NaN : priced.Min(e => e.Trade.Price),
            first.Count == 0 ? double.NaN : first[^1].Trade.Price,
            counted.Sum(t => t.Size),
            size > 0 ? priced.Sum(e => e.Trade.Price * e.Trade.Size) / size : double.NaN,
            counted.Count,
            inputs.Max(t => t.Ingest), inputs.Min(t => t.Offset), inputs.Max(t => t.Offset));
    }

    private static (List<OracleQuote> Accepted, long Late, long Duplicates) AcceptQuotes(IEnumerable<OracleQuote> log, OracleSettings settings)
    {
        var accepted = new List<OracleQuote>();
        var newest = new Dictionary<(string, long), OracleQuote>();
        long late = 0, duplicates = 0, closed = long.MinValue, max = long.MinValue;
        foreach (var quote in log)
        {
            var serves = (quote.Ts + Second - 1) / Second;
            if (serves <= closed)
            {
                late++;
            }
            else if (newest.TryGetValue((quote.Symbol, serves), out var held)
                && (held.Ts, held.Bid, held.BidSize, held.Ask, held.AskSize) == (quote.Ts, quote.Bid, quote.BidSize, quote.Ask, quote.AskSize))
            {
                duplicates++;
            }
            else
            {
                accepted.Add(quote);
                if (held is null || (quote.Ts, quote.Seq).CompareTo((held.Ts, held.Seq)) >= 0)
                {
                    newest[(quote.Symbol, serves)] = quote;
                }
            }

            max = Math.Max(max, Math.Min(quote.Ts, quote.Ingest));
            closed = Math.Max(closed, (long)Math.Floor((decimal)(max - settings.MaxOutOfOrderNs) / Second));
        }

        return (accepted, late, duplicates);
    }

    private static List<OracleSignal> Signals(List<OracleBar> bars, List<OracleQuote> allQuotes, OracleSettings settings)
    {
        var quotes = allQuotes.Where(q => q.Symbol == bars[0].Symbol).OrderBy(q => q.Ts).ThenBy(q => q.Seq).ThenBy(q => q.Offset).ToList();
        var closes = bars.Select(b => b.C).ToList();
        var ema12 = OracleIndicators.Ema(closes, 12);
        var ema26 = OracleIndicators.Ema(closes, 26);
        var macd = ema12.Zip(ema26, (a, b) => a - b).ToList();
        var macdSignal = OracleIndicators.Ema(macd, 9);
        var rsi = OracleIndicators.Rsi(closes);
        var session = OracleIndicators.SessionVwap(bars);
        var result = new List<OracleSignal>();
        var next = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            while (next < quotes.Count && quotes[next].Ts <= bars[i].End * Second)
            {
                next++;
            }

            var quote = next > 0 && quotes[next - 1].Ts >= (bars[i].End * Second) - settings.StaleNs ? quotes[next - 1] : null;
            var (mid, upper, lower) = OracleIndicators.Bollinger(closes, i);
            result.Add(new OracleSignal(
                bars[i].Symbol, bars[i].End, macd[i], macdSignal[i], ema12[i], ema26[i], rsi[i], mid, upper, lower, session[i],
                OracleIndicators.WindowVwap(bars, i, 300), OracleIndicators.Volatility(closes, i, 60), quote));
        }

        return result;
    }
}
