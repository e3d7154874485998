using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Engine;

/// <summary>Random but reproducible logs of one partition.</summary>
internal sealed record Scenario(List<OracleTrade> Trades, List<OracleQuote> Quotes)
{
    public const long Second = 1_000_000_000;

    /// <summary>Monday 2024-03-11 09:29:30 New York time, the first trading day of daylight time: half a minute before the open.</summary>
    public const long Start = 1_710_163_770 * Second;

    private const string Codes = "@@@@@@IIFTEPWZ4ML97CX5O";

    public static Scenario Make(int seed, int trades = 400, double seconds = 90)
    {
        var random = new Random(seed);
        string[] symbols = ["AAPL", "MSFT", "BRK.B"];
        var tradeList = new List<OracleTrade>();
        var quoteList = new List<OracleQuote>();
        for (var i = 0; i < trades; i++)
        {
            var ts = Start + (long)(random.NextDouble() * seconds * Second);
            if (random.Next(20) == 0)
            {
                ts = ts / Second * Second;
            }

            var conditions = string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Codes[random.Next(Codes.Length)]));
            tradeList.Add(new OracleTrade(
                symbols[random.Next(3)], ts, i, i, ts + random.Next(50_000_000), 1000 + i, "VXQ"[random.Next(3)].ToString(),
                Math.Round(100 + random.NextDouble(), 2), random.Next(1, 500), conditions, "AC"[random.Next(2)]));
        }

        for (var i = 0; i < trades; i++)
        {
            var ts = Start + (long)(random.NextDouble() * seconds * Second);
            if (random.Next(20) == 0)
            {
                ts = ts / Second * Second;
            }

            var bid = Math.Round(100 + random.NextDouble(), 2);
            quoteList.Add(new OracleQuote(symbols[random.Next(3)], ts, i, i, ts + random.Next(50_000_000), bid, random.Next(9), bid + 0.02, random.Next(9)));
        }

        return new Scenario(
            [.. tradeList.OrderBy(t => t.Ts).Select((t, i) => t with { Seq = i, Offset = i })],
            [.. quoteList.OrderBy(q => q.Ts).Select((q, i) => q with { Seq = i, Offset = i })]);
    }

    /// <summary>The same events in another order of arrival, none further behind than the allowed disorder.</summary>
    public Scenario Disordered(Random random, long disorderNs) => new(
        [.. Trades.OrderBy(t => t.Ts + (long)(random.NextDouble() * disorderNs)).Select((t, i) => t with { Offset = i })],
        [.. Quotes.OrderBy(q => q.Ts + (long)(random.NextDouble() * disorderNs)).Select((q, i) => q with { Offset = i })]);

    /// <summary>Any disorder at all, repeats, corrections and cancellations included.</summary>
    public Scenario Disturbed(Random random, long disorderNs)
    {
        var trades = new List<OracleTrade>();
        foreach (var trade in Trades.OrderBy(t => t.Ts + (long)(random.NextDouble() * disorderNs)))
        {
            trades.Add(trade);
            if (random.Next(15) == 0)
            {
                trades.Add(trade);
            }

            if (random.Next(15) == 0)
            {
                trades.Add(trades[random.Next(trades.Count)] with { Amends = null });
            }

            var target = trades[Math.Max(0, trades.Count - 1 - random.Next(12))];
            if (random.Next(15) == 0)
            {
                trades.Add(target with
                {
                    Amends = "correct",
                    Original = target.Id,
                    Price = target.Price + 0.5,
                    Size = target.Size + 1,
                    Conditions = "@",
                    Ts = trade.Ts,
                    Ingest = Math.Max(target.Ingest, trade.Ts),
                });
            }

            if (random.Next(15) == 0)
            {
                trades.Add(target with { Amends = "cancel", Original = target.Id, Ts = trade.Ts, Ingest = Math.Max(target.Ingest, trade.Ts) });
            }
        }

        var quotes = new List<OracleQuote>();
        foreach (var quote in Quotes.OrderBy(q => q.Ts + (long)(random.NextDouble() * disorderNs)))
        {
            quotes.Add(quote);
            if (random.Next(15) == 0)
            {
                quotes.Add(quote);
            }
        }

        return new Scenario([.. trades.Select((t, i) => t with { Offset = i, Seq = i })], [.. quotes.Select((q, i) => q with { Offset = i, Seq = i })]);
    }
}
