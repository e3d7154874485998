using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Reads the next signals and keeps the cursor.</summary>
internal sealed class SignalFeed(
    ISignalSource source, CursorStore cursors, SignalOptions options, RiskOptions risk, SwitchOptions switches, LoopStatus status, TradingMetrics metrics,
    TradingGauges gauges)
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
            _cursor = await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken);
            _loaded = true;
            if (_cursor is { } stored)
            {
                status.Moved(stored);
            }
        }

        var oldest = clock.Now - options.Lookback;
        var from = _cursor is { } cursor && cursor.EventTs > oldest ? cursor.EventTs : oldest;
        var query = new SignalQuery(symbols, from, clock.Now, options.BatchSize);
        var forward = await source.ReadForwardAsync(query, _cursor, cancellationToken);
        var late = _cursor is { } behind ? await _late.FindAsync(symbols, behind, options.BatchSize, cancellationToken) : [];
        var batch = new SignalBatch(late, forward, forward.Count >= options.BatchSize);
        if (batch.IsEmpty)
        {
            await NameReasonAsync(query, clock, cancellationToken);
        }
        else
        {
            Count(batch, clock);
        }

        return batch;
    }

    /// <summary>Called when everything that followed from the batch is persisted.</summary>
    public async Task AdvanceAsync(SignalBatch batch, CancellationToken cancellationToken)
    {
        _late.Remember(batch.Late);
        _late.Remember(batch.Forward);
        if (batch.Forward.Count == 0)
        {
            return;
        }

        var position = batch.Forward[^1].Position;
        await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, position, cancellationToken);
        _cursor = position;
        status.Moved(position);
    }

    /// <summary>Another instance may have moved the cursor while this one had no lease.</summary>
    public void Forget() => _loaded = false;

    private void Count(SignalBatch batch, MarketClock clock)
    {
        var newest = batch.Forward.Count > 0 ? batch.Forward[^1].EventTs : batch.Late[^1].EventTs;
        metrics.Signals(batch.Forward.Count + batch.Late.Count);
        metrics.LateSignals(batch.Late.Count);
        gauges.SignalLagSeconds = (clock.Now - newest).TotalSeconds;
        status.Read(batch.Forward.Count + batch.Late.Count, batch.Late.Count, newest);
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
        metrics.NoSignal(reason);
        status.NoSignals(reason);
        if (newest is { } last)
        {
            gauges.SignalLagSeconds = (clock.Now - last).TotalSeconds;
        }
    }
}
