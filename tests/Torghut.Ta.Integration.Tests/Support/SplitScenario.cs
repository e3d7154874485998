using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>A scenario with each symbol on a partition of its own. Watermarks and offsets belong to a partition, so each is judged alone.</summary>
internal sealed class SplitScenario
{
    private readonly List<string> _symbols;
    private readonly List<Scenario> _partitions;

    public SplitScenario(Scenario whole, OracleSettings? settings = null)
    {
        _symbols = [.. whole.Trades.Select(t => t.Symbol).Concat(whole.Quotes.Select(q => q.Symbol)).Distinct().Order(StringComparer.Ordinal)];
        _partitions =
        [
            .. _symbols.Select(symbol => new Scenario(
                [.. whole.Trades.Where(t => t.Symbol == symbol).Select((t, i) => t with { Offset = i })],
                [.. whole.Quotes.Where(q => q.Symbol == symbol).Select((q, i) => q with { Offset = i })])),
        ];
        var results = _partitions.Select(p => TaOracle.Run(p.Trades, p.Quotes, settings ?? new OracleSettings())).ToList();
        Expected = new OracleResult(
            [.. results.SelectMany(r => r.Bars)], [.. results.SelectMany(r => r.Signals)],
            results.Sum(r => r.Late), results.Sum(r => r.Duplicates), results.Sum(r => r.Ineligible));
    }

    public int Partitions => _symbols.Count;

    public OracleResult Expected { get; }

    /// <summary>Sends one of several equal parts of every log.</summary>
    public void Send(Feeder feeder, int part = 0, int parts = 1)
    {
        for (var i = 0; i < _partitions.Count; i++)
        {
            foreach (var trade in Part(_partitions[i].Trades, part, parts))
            {
                feeder.Send(trade, i);
            }

            foreach (var quote in Part(_partitions[i].Quotes, part, parts))
            {
                feeder.Send(quote, i);
            }
        }

        feeder.Flush();
    }

    /// <summary>Moves both clocks of every partition past the last window, so that everything leaves without a log being called idle.</summary>
    public void SendEnd(Feeder feeder)
    {
        foreach (var (partition, i) in _partitions.Select((partition, i) => (partition, i)))
        {
            var (trade, quote) = (partition.Trades[^1], partition.Quotes[^1]);
            var end = Math.Max(partition.Trades.Max(t => t.Ts), partition.Quotes.Max(q => q.Ts)) + (30 * Scenario.Second);
            feeder.Send(trade with { Ts = end, Ingest = end, Id = trade.Id + 1_000_000, Amends = null }, i);
            feeder.Send(quote with { Ts = end, Ingest = end }, i);
        }

        feeder.Flush();
    }

    /// <summary>Trades and quotes of the first of several equal parts, by partition.</summary>
    public IReadOnlyList<(int Trades, int Quotes)> CountFirst(int parts) => [.. _partitions.Select(p => (p.Trades.Count / parts, p.Quotes.Count / parts))];

    private static IEnumerable<T> Part<T>(List<T> all, int part, int parts)
    {
        var (from, to) = (all.Count * part / parts, all.Count * (part + 1) / parts);
        return all.Skip(from).Take(to - from);
    }
}
