using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Checkpoints;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Backtest;

/// <summary>
/// The service's tick, driven by the time of recorded events instead of a clock: signals that are fit for decisions, every strategy over them, and each
/// account's decisions. What is known at an instant is what the records up to it say.
/// </summary>
internal sealed class BacktestRun : ICheckpointed
{
    private readonly BacktestSettings _settings;
    private readonly StrategyCatalogue _catalogue;
    private readonly RecordedMarket _market;
    private readonly BacktestAccount[] _accounts;
    private readonly TickFeed _ticks;
    private readonly SessionTracker _sessions;
    private readonly IReadOnlyList<Feature> _required;
    private readonly HashSet<string> _universe;
    private readonly List<SignalRow> _rows = [];
    private readonly FeatureHistory _history = new();
    private readonly bool _usesPosition;
    private readonly long _start;
    private long _at = long.MinValue;
    private long _done = long.MinValue;
    private SignalPosition? _cursor;
    private bool _wasOpen;

    public BacktestRun(
        BacktestSettings settings, StrategyCatalogue catalogue, RecordedMarket market, IReadOnlyList<BacktestAccount> accounts, TickFeed ticks)
    {
        (_settings, _catalogue, _market, _accounts, _ticks) = (settings, catalogue, market, [.. accounts], ticks);
        _sessions = new SessionTracker(settings.Hours);
        _start = settings.Start is { } start ? Nanos.Of(start) : long.MinValue;
        _required = StrategyEvaluator.Required(catalogue);
        _history.Depth = StrategyEvaluator.Lookback(catalogue);
        _usesPosition = StrategyEvaluator.UsesPosition(catalogue);
        _universe = settings.Universe?.ToHashSet(StringComparer.Ordinal) ?? new HashSet<string>(StringComparer.Ordinal);
    }

    public RunCounts Counts { get; } = new();

    /// <summary>Gets every signal of the universe; null for nobody.</summary>
    public Action<SignalRow>? Seen { get; init; }

    /// <summary>The last instant that was worked off; null before the first.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Takes the next bar.</summary>
    /// <exception cref="InvalidDataException">The records are not in the order of time.</exception>
    public void OnBar(in Microbar bar)
    {
        MoveTo(bar.Envelope.EventTs);
        _market.OnBar(bar);
        Counts.Bars++;
    }

    /// <summary>Takes the next signal.</summary>
    /// <inheritdoc cref="OnBar"/>
    public void OnSignal(in Signal signal)
    {
        MoveTo(signal.Envelope.EventTs);
        Counts.Signals++;
        if (_settings.Universe is { } universe && !universe.Contains(signal.Envelope.Symbol))
        {
            return;
        }

        var (row, rejected) = SignalRowReader.Read(signal);
        if (row is null)
        {
            Counts.Reject(rejected!.Reason);
            return;
        }

        if (_settings.Universe is null)
        {
            _universe.Add(row.Symbol);
        }

        Seen?.Invoke(row);
        _market.OnSignal(row);
        _rows.Add(row);
    }

    /// <summary>Whether a record of an instant is the first of it.</summary>
    public bool Begins(long at) => at != _at;

    /// <summary>Works off everything before an instant, so that nothing is half done.</summary>
    /// <inheritdoc cref="OnBar"/>
    public void MoveTo(long at)
    {
        if (at == _at)
        {
            return;
        }

        if (at < _at)
        {
            throw new InvalidDataException(
                $"The records are not in the order of event time: {Nanos.ToInstant(at):O} after {Nanos.ToInstant(_at):O}. Let torghut-ta compute --out - write them.");
        }

        if (_at >= _start && _at != long.MinValue)
        {
            Step(_at);
        }
        else if (_at != long.MinValue && at > _start)
        {
            Begin();
        }

        _at = at;
    }

    /// <summary>Saves what is known after <see cref="MoveTo"/>.</summary>
    public void Save(CheckpointWriter writer)
    {
        _market.Save(writer);
        _history.Save(writer);
        Counts.Save(writer);
        writer.Write(_universe, writer.Write);
        writer.Write(_wasOpen);
        writer.Write(_cursor?.EventTs);
        writer.Write(_cursor?.Symbol ?? "");
        writer.Write(_cursor?.Seq ?? 0);
        writer.Write(Last);
        writer.Write(_done);
        writer.Write(_accounts, account => account.Save(writer));
    }

    public void Load(CheckpointReader reader)
    {
        _market.Load(reader);
        _history.Load(reader);
        Counts.Load(reader);
        reader.All(() => _universe.Add(reader.Text()));
        _wasOpen = reader.Flag();
        var (at, symbol, seq) = (reader.TimeOrNull(), reader.Text(), reader.Long());
        _cursor = at is { } time ? new SignalPosition(time, symbol, seq) : null;
        (Last, _done) = (reader.TimeOrNull(), reader.Long());
        var account = 0;
        reader.All(() => _accounts[account++].Load(reader));
        _ticks.SkipTo(_done);
    }

    /// <summary>There is nothing more.</summary>
    public void Finish()
    {
        if (_at != long.MinValue && _at >= _start)
        {
            Step(_at);
        }
    }

    /// <summary>What was there when the run began is read at once, as far back as a service that starts looks.</summary>
    private void Begin()
    {
        var oldest = Nanos.ToInstant(_start) - _settings.SignalLookback;
        _rows.RemoveAll(row => row.EventTs < oldest);
        Step(_start);
    }

    private void Step(long at)
    {
        var clock = _sessions.ClockAt(Nanos.ToInstant(at));
        _ticks.ReadTo(at, OnTick);
        if (_wasOpen && !clock.IsOpen)
        {
            foreach (var account in _accounts)
            {
                account.OnClose();
            }
        }

        _wasOpen = clock.IsOpen;
        var lastClose = Array.Exists(_accounts, static account => account.Broker.HasOpenOrders) ? _sessions.LastClose(clock.Now) : null;
        foreach (var account in _accounts)
        {
            account.OnStep(clock, lastClose);
        }

        if (_rows.Count > 0)
        {
            Decide(clock);
            _rows.Clear();
        }

        foreach (var account in _accounts)
        {
            account.Observe(clock.Now);
        }

        (Last, _done) = (clock.Now, at);
    }

    private void OnTick(in MarketTick tick)
    {
        var isOpen = _sessions.IsOpen(tick.At);
        Counts.Ticks++;
        foreach (var account in _accounts)
        {
            account.OnTick(tick, isOpen);
        }
    }

    private void Decide(MarketClock clock)
    {
        _rows.Sort(static (left, right) => left.Position.CompareTo(right.Position));
        for (var from = 0; from < _rows.Count; from += _settings.BatchSize)
        {
            var batch = _rows.Count <= _settings.BatchSize ? _rows : _rows.GetRange(from, Math.Min(_settings.BatchSize, _rows.Count - from));
            var report = FeatureQualityGate.Evaluate(batch, _cursor, _required, clock.Now, _settings.Quality);
            Counts.Quality(report);
            Decide(report.Fit, clock);

            _cursor = batch[^1].Position;
        }
    }

    /// <summary>What strategies want is the same for all accounts, unless one looks at its position.</summary>
    private void Decide(IReadOnlyList<SignalRow> fit, MarketClock clock)
    {
        _history.Ahead = fit.Count;
        for (var i = 0; i < fit.Count; i++)
        {
            var row = fit[i];
            _history.Add(row.Symbol, row.EventTs, row.Seq, row.Features);
        }

        var same = _usesPosition ? null : Drafts(fit, clock, null);
        foreach (var account in _accounts)
        {
            account.Decide(same ?? Drafts(fit, clock, account.PositionsAt(clock.Now)), clock, _universe);
        }
    }

    private IReadOnlyList<DecisionDraft> Drafts(IReadOnlyList<SignalRow> fit, MarketClock clock, Func<string, HeldPosition>? positions) =>
        StrategyEvaluator.Evaluate(fit, _catalogue, _settings.AccountLabel, clock.Now, _history, positions);
}
