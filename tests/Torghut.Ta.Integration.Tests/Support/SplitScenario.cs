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
            foreach (var trade in Part(_partitions[i].Trades, part, parts)) feeder.Send(trade, i);
            foreach (var quote in Part(_partitions[i].Quotes, part, parts)) feeder.Send(quote, i);
        }

        feeder.Flush();
    }

    private static IEnumerable<T> Part<T>(List<T> all, int part, int parts)
    {
        var (from, to) = (all.Count * part / parts, all.Count * (part + 1) / parts);
        return all.Skip(from).Take(to - from);
    }
}
