using Microsoft.Extensions.Logging;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Sockets;

namespace Torghut.Sandbox.Alpaca.Playback;

/// <summary>
/// Runs the market: takes ticks from the source at the chosen speed, makes bars, updates the book, and gives everything to the
/// connections and the broker, in one order. Nothing is ever skipped: a client that takes nothing holds the market.
/// </summary>
internal sealed class MarketPump(
    AlpacaSimulatorOptions options, ITickSource source, MarketClock clock, SyntheticMarket market, MarketSessionRegistry registry, ILogger<MarketPump> logger)
{
    private static readonly TimeSpan SubscriberPoll = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _createdAt = options.Time.GetTimestamp();
    private BarBuilder? _bars;

    /// <summary>When the first tick left, in machine time.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Completes when the source has given its last tick, and fails when the source does.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Called with every tick once the book has it.</summary>
    public Action<int>? SymbolChanged { get; set; }

    /// <summary>Called with every move of the clock, before the ticks of the new time.</summary>
    public Action? TimeMoved { get; set; }

    public Action<Bar>? MinuteClosed { get; set; }

    public Action<Tick>? TickReported { get; set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WaitForSubscriberAsync(cancellationToken);
            Start();
            await RunSourceAsync(cancellationToken);
            SimulatorLog.MarketFinished(logger, clock.NowText);
            _finished.TrySetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _finished.TrySetCanceled(cancellationToken);
        }
        catch (Exception failure)
        {
            SimulatorLog.MarketFailed(logger, failure);
            _finished.TrySetException(failure);
        }
    }

    private async Task WaitForSubscriberAsync(CancellationToken cancellationToken)
    {
        while (options.MustWaitForSubscriber && !registry.Sessions.Any(IsFullySubscribed))
        {
            await Task.Delay(SubscriberPoll, options.Time, cancellationToken);
        }
    }

    private bool IsFullySubscribed(MarketSession session)
    {
        var subscriptions = session.Subscriptions;
        return !subscriptions.IsEmpty
            && (subscriptions.CoverEverything || options.Time.GetElapsedTime(session.ChangedAt) >= options.SubscriberSettle);
    }

    private void Start()
    {
        StartedAt = options.Time.GetUtcNow();
        if (options.ShiftToNow)
        {
            // Whole minutes, so that bars still begin on the minute.
            var shift = Nanos.Of(StartedAt.Value) - source.StartTime;
            clock.Shift = shift - (shift % Nanos.PerMinute);
        }

        _bars = new BarBuilder(source.Symbols.Count, source.StartTime, OnBar);
        SimulatorLog.MarketStarts(logger, clock.NowText);
    }

    private async Task RunSourceAsync(CancellationToken cancellationToken)
    {
        var pace = new Pace(options.Time, options.Speed);

        // A market that waits for nobody began when its source was made, at the machine's time.
        pace.Start(source.StartTime, options.MustWaitForSubscriber ? options.Time.GetTimestamp() : _createdAt);
        var more = source.TryRead(out var tick, out var reportedAt);
        while (more)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = pace.Target(clock.Now);
            while (more && reportedAt <= target)
            {
                Advance(reportedAt);
                Report(ref tick);
                more = source.TryRead(out tick, out reportedAt);
                if (registry.HasSealed)
                {
                    await registry.FlushAsync(partial: false, cancellationToken);
                }
            }

            if (more)
            {
                Advance(Math.Min(target, reportedAt));
            }

            await registry.FlushAsync(partial: true, cancellationToken);
            if (more && reportedAt > target)
            {
                await Task.Delay(pace.Until(reportedAt, target), options.Time, cancellationToken);
            }
        }

        Advance(_bars!.NextDue);
        Advance(_bars.NextDue);
        await registry.FlushAsync(partial: true, cancellationToken);
    }

    private void Advance(long time)
    {
        if (time >= _bars!.NextDue)
        {
            _bars.AdvanceTo(time);
        }

        clock.MoveTo(time);
        TimeMoved?.Invoke();
    }

    private void Report(ref Tick tick)
    {
        market.Apply(tick);
        if (tick.Kind == TickKind.Trade)
        {
            _bars!.Add(tick);
        }

        TickReported?.Invoke(tick);

        SymbolChanged?.Invoke(tick.Symbol);
        tick.Time += clock.Shift;
        registry.Publish(tick);
    }

    private void OnBar(Bar bar, BarKind kind)
    {
        if (kind == BarKind.Minute)
        {
            MinuteClosed?.Invoke(bar);
        }

        registry.Publish(bar with { Time = bar.Time + clock.Shift }, kind);
    }
}
