using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>
/// A recorded day: all symbols' trades and quotes merged by time. Ticks of the same millisecond come in the order of the symbols,
/// a symbol's quotes before its trades, so that a replay is always the same.
/// </summary>
internal sealed class LeanTickSource : ITickSource
{
    private readonly List<Lane> _lanes = [];
    private readonly long _from;
    private TickTotals _skipped = new(0, 0);
    private readonly Task<TickTotals> _counting;

    /// <param name="folder">The recording.</param>
    /// <param name="wanted">Symbols to replay; all that are recorded when empty.</param>
    /// <param name="from">Time of day in New York before which ticks are left out; null for the whole day.</param>
    public LeanTickSource(LeanFolder folder, IReadOnlyList<string> wanted, TimeOnly? from = null)
    {
        var names = wanted.Count > 0 ? wanted : folder.Symbols();
        Symbols = names.Select((name, index) => new SymbolInfo(index, name)).ToArray();
        var midnight = Nanos.Of(NewYork.At(folder.Date, TimeOnly.MinValue));
        _from = from is { } time ? Nanos.Of(NewYork.At(folder.Date, time)) : midnight;
        try
        {
            foreach (var symbol in Symbols)
            {
                if (File.Exists(folder.QuoteFile(symbol.Name)))
                {
                    Open(() => new LeanQuoteFile(folder.QuoteFile(symbol.Name), symbol.Index, midnight));
                }

                Open(() => new LeanTradeFile(folder.TradeFile(symbol.Name), symbol.Index, midnight));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        StartTime = _lanes.Count > 0 ? _lanes.Min(l => l.Head.Time) : _from;
        var skipped = _skipped;
        _counting = Task.Run(() => Count(folder, Symbols, skipped));
    }

    public string Name => "lean";

    public IReadOnlyList<SymbolInfo> Symbols { get; }

    public long StartTime { get; }

    public TickTotals? Totals => _counting.IsCompletedSuccessfully ? _counting.Result : null;

    public bool TryRead(out Tick tick, out long reportedAt)
    {
        Lane? first = null;
        foreach (var lane in _lanes)
        {
            // Lanes stand in the order of precedence, so that only an earlier time wins over the one found.
            if (first is null || lane.Head.Time < first.Head.Time)
            {
                first = lane;
            }
        }

        if (first is null)
        {
            tick = default;
            reportedAt = 0;
            return false;
        }

        tick = first.Head;
        reportedAt = tick.Time;
        if (!first.File.TryRead(out first.Head))
        {
            first.File.Dispose();
            _lanes.Remove(first);
        }

        return true;
    }

    public void Dispose() => _lanes.ForEach(l => l.File.Dispose());

    private static TickTotals Count(LeanFolder folder, IReadOnlyList<SymbolInfo> symbols, TickTotals skipped) => new(
        symbols.Sum(s => Rows(folder.TradeFile(s.Name))) - skipped.Trades,
        symbols.Sum(s => File.Exists(folder.QuoteFile(s.Name)) ? Rows(folder.QuoteFile(s.Name)) : 0) - skipped.Quotes);

    private static long Rows(string path)
    {
        using var reader = new LeanRowReader(path);
        while (reader.TryRead(out _))
        {
        }

        return reader.Row;
    }

    // A file with rows is a lane's, which Dispose ends; one without rows, or with an unreadable first one, is closed here.
    private void Open(Func<ILeanTickFile> open)
    {
        var file = open();
        var isLane = false;
        try
        {
            if (TryReadFirst(file, out var head))
            {
                _lanes.Add(new Lane(file) { Head = head });
                isLane = true;
            }
        }
        finally
        {
            if (!isLane)
            {
                file.Dispose();
            }
        }
    }

    private bool TryReadFirst(ILeanTickFile file, out Tick head)
    {
        while (file.TryRead(out head))
        {
            if (head.Time >= _from)
            {
                return true;
            }

            _skipped = head.Kind == TickKind.Trade ? _skipped with { Trades = _skipped.Trades + 1 } : _skipped with { Quotes = _skipped.Quotes + 1 };
        }

        return false;
    }

    private sealed class Lane(ILeanTickFile file)
    {
        public Tick Head;

        public ILeanTickFile File { get; } = file;
    }
}
