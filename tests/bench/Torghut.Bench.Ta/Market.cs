using Torghut.Ta.Tests.Oracle;

namespace Torghut.Bench.Ta;

/// <summary>
/// A market of a few busy symbols, the same in every run: trades with sale conditions of all sorts, some late, some twice, some corrected or
/// cancelled, and quotes.
/// </summary>
internal sealed class Market
{
    public const int Symbols = 8;
    public const int TradesPerSecond = 50;
    public const int QuotesPerSecond = 10;
    public const int EventsPerSecond = Symbols * (TradesPerSecond + QuotesPerSecond);
    private const long Second = 1_000_000_000;
    private const long Start = 1_775_485_800 * Second;
    private static readonly string[] Conditions = ["@", "@", "@", "@F", "@F", "@I", "@I", "@TI", "4", "@Z", "W", "@M"];
    private static readonly string[] Venues = ["V", "Q", "N", "P", "Z", "K"];

    private readonly Random _random = new(7);
    private readonly double[] _prices = [.. Enumerable.Range(0, Symbols).Select(i => 40.0 + (i * 35))];

    private readonly long _start;

    private Market(long start) => _start = start;

    public List<OracleTrade> Trades { get; } = [];

    public List<OracleQuote> Quotes { get; } = [];

    /// <summary>Which log each event comes from, in the order of arrival.</summary>
    public List<bool> IsTrade { get; } = [];

    public static string Name(int symbol) => $"SYM{(char)('A' + symbol)}";

    /// <param name="start">Event time of its beginning, nanoseconds since the epoch.</param>
    public static Market Make(int seconds, long start = Start)
    {
        var market = new Market(start);
        for (var i = 0L; i < (long)seconds * EventsPerSecond; i++)
        {
            market.Add(market._start + (i * Second / EventsPerSecond));
        }

        return market;
    }

    /// <summary>The trades alone that any program takes in the same way: each once, none amended, all with the ordinary sale condition.</summary>
    public Market OnlyPlainTrades()
    {
        var plain = new Market(_start);
        plain.Trades.AddRange(Trades.Where(t => t.Amends is null).DistinctBy(t => (t.Symbol, t.Exchange, t.Id)).Select(t => t with { Conditions = "@" }));
        plain.IsTrade.AddRange(Enumerable.Repeat(true, plain.Trades.Count));
        return plain;
    }

    private void Add(long now)
    {
        var symbol = _random.Next(Symbols);
        var isTrade = _random.Next(TradesPerSecond + QuotesPerSecond) < TradesPerSecond;
        var price = _prices[symbol] = Math.Round(_prices[symbol] + (_random.Next(-2, 3) * 0.01), 2);
        IsTrade.Add(isTrade);
        if (isTrade)
        {
            Trades.Add(Trade(now, Name(symbol), price));
        }
        else
        {
            Quotes.Add(new OracleQuote(Name(symbol), now, Ingest(now), Quotes.Count, Ingest(now), Math.Round(price - 0.01, 2), _random.Next(1, 30),
                Math.Round(price + 0.01, 2), _random.Next(1, 30)));
        }
    }

    private OracleTrade Trade(long now, string symbol, double price)
    {
        var offset = Trades.Count;
        var kind = _random.Next(1000);
        if (kind < 10 && Recent() is { } twice)
        {
            return twice with { Offset = offset };
        }

        if (kind < 12 && Recent() is { } wrong)
        {
            return wrong with
            {
                Offset = offset,
                Seq = Ingest(now),
                Ingest = Ingest(now),
                Ts = now,
                Original = wrong.Id,
                Amends = kind == 10 ? "correct" : "cancel",
                Price = price,
            };
        }

        var ts = kind < 30 ? now - (_random.Next(1, 1500) * 1_000_000L) : now;
        return new OracleTrade(
            symbol, ts, Ingest(now), offset, Ingest(now), 52_983_525_000_000 + offset, Venues[_random.Next(Venues.Length)], price, _random.Next(1, 400),
            Conditions[_random.Next(Conditions.Length)], 'C');
    }

    /// <summary>A trade of the last moments that was neither repeated nor amended.</summary>
    private OracleTrade? Recent()
    {
        const int reach = 100;
        return Trades.Count > reach && Trades[^_random.Next(1, reach)] is { Amends: null } trade ? trade : null;
    }

    private static long Ingest(long now) => now + 3_000_000;
}
