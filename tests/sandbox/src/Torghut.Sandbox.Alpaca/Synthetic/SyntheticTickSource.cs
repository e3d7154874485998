using Torghut.Contracts.Market;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Synthetic;

/// <summary>An endless market made from a seed. The same seed, start and symbol give the same ticks, whatever other symbols there are.</summary>
internal sealed class SyntheticTickSource : ITickSource
{
    private readonly SyntheticSymbol[] _generators;
    private readonly PriorityQueue<Tick, long> _late = new();
    private readonly double _lateShare;
    private SplitMix64 _random;

    public SyntheticTickSource(AlpacaSimulatorOptions options)
    {
        var names = options.Symbols.Count > 0 ? options.Symbols : SyntheticProfile.DefaultSymbols;
        Symbols = names.Select((name, index) => new SymbolInfo(index, name)).ToArray();
        StartTime = options.Date is { } date
            ? Nanos.Of(NewYork.At(date, MarketCalendar.Open))
            : Nanos.Now(options.Time);
        _generators = Symbols.Select(s => new SyntheticSymbol(s, options, StartTime)).ToArray();
        _lateShare = options.LateTrades;
        _random = SplitMix64.For(options.Seed, "late");
    }

    public string Name => "synthetic";

    public IReadOnlyList<SymbolInfo> Symbols { get; }

    public long StartTime { get; }

    public TickTotals? Totals => null;

    public bool TryRead(out Tick tick, out long reportedAt)
    {
        while (true)
        {
            var next = Earliest();
            if (_late.TryPeek(out tick, out reportedAt) && reportedAt <= next.NextTime)
            {
                _late.Dequeue();
                return true;
            }

            tick = next.Next();
            reportedAt = tick.Time;
            if (tick.Kind == TickKind.Quote || _lateShare <= 0 || _random.NextDouble() >= _lateShare)
            {
                return true;
            }

            _late.Enqueue(tick, tick.Time + (long)((2 + (38 * _random.NextDouble())) * Nanos.PerSecond));
        }
    }

    public void Dispose() => _late.Clear();

    private SyntheticSymbol Earliest()
    {
        var first = _generators[0];
        foreach (var generator in _generators)
        {
            if (generator.NextTime < first.NextTime)
            {
                first = generator;
            }
        }

        return first;
    }
}
