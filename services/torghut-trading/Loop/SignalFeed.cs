using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Reads the next signals and keeps the cursor and the memory of what was read.</summary>
internal sealed class SignalFeed(
    ISignalSource source, ISignalMemoryStore memory, RowRejects rejects, SignalOptions options, RiskOptions risk, SwitchOptions switches, LoopStatus status,
    SignalCounters counters)
{
    private readonly LateSignals _late = new(source, options.LateWindow ?? risk.MaxSignalAge);
    private SignalPosition? _cursor;
    private bool _loaded;

    public SignalPosition? Cursor => _cursor;

    private string CursorSource => $"signals:{options.SignalTable}";

    public async Task<SignalBatch> ReadAsync(IReadOnlyList<string> symbols, MarketClock clock, CancellationToken cancellationToken)
    {
        if (!_loaded)
        {
            await LoadAsync(cancellationToken);
        }

        var oldest = clock.Now - options.Lookback;
        var from = _cursor is { } cursor && cursor.EventTs > oldest ? cursor.EventTs : oldest;
        var query = new SignalQuery(symbols, from, clock.Now, options.BatchSize);
        var read = await source.ReadForwardAsync(query, _cursor, cancellationToken);
        var late = _cursor is { } behind ? await _late.FindAsync(symbols, behind, options.BatchSize, cancellationToken) : SignalRows.Empty;

        // What was read before a crash that came before the cursor moved is passed over.
        var batch = new SignalBatch(late, read.Where(position => !_late.IsSeen(position)), read.End, read.Read >= options.BatchSize);
        rejects.Signals(options.SignalTable, [.. batch.Late.Rejected, .. batch.Forward.Rejected]);
        if (batch.Late.Count + batch.Forward.Count == 0)
        {
            await NameReasonAsync(query, clock, cancellationToken);
        }
        else
        {
            counters.Read(batch, clock);
        }

        return batch;
    }

    /// <summary>What is remembered of a batch together with what follows from it.</summary>
    public SignalsRead Of(SignalBatch batch) => new(switches.AccountLabel, CursorSource, batch.Positions);

    /// <summary>Called when everything that followed from the batch is persisted.</summary>
    public async Task AdvanceAsync(SignalBatch batch, CancellationToken cancellationToken)
    {
        if ((batch.End ?? _cursor) is not { } position)
        {
            return;
        }

        await memory.AdvanceAsync(Of(batch), position, _late.WindowOf(position), cancellationToken);
        _late.Remember(batch.Positions);
        _cursor = position;
        status.Moved(position);
    }

    /// <summary>The database knows better: another instance may have moved the cursor, or this one failed after it had written down what it read.</summary>
    public void Forget() => _loaded = false;

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await memory.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken);
        _late.Restore(stored);
        _cursor = stored.Cursor;
        _loaded = true;
        if (_cursor is { } cursor)
        {
            status.Moved(cursor);
        }
    }

    private async Task NameReasonAsync(SignalQuery query, MarketClock clock, CancellationToken cancellationToken)
    {
        var newest = await source.NewestAsync(query with { From = clock.Now - options.Lookback }, cancellationToken);
        var reason = (newest, _cursor) switch
        {
            (null, { } cursor) when cursor.EventTs > clock.Now => NoSignalReasons.AheadOfStream,
            (null, _) => clock.IsOpen ? NoSignalReasons.NoneInWindow : NoSignalReasons.MarketClosed,
            ({ } at, { } cursor) when cursor.EventTs > at => NoSignalReasons.AheadOfStream,
            _ => clock.IsOpen ? NoSignalReasons.TailStable : NoSignalReasons.MarketClosed,
        };
        counters.None(reason, newest, clock);
    }
}
