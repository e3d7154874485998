using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Control;
using Torghut.Sandbox.Alpaca.Data;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Lean;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Playback;
using Torghut.Sandbox.Alpaca.Sockets;
using Torghut.Sandbox.Alpaca.Synthetic;
using Torghut.Sandbox.Alpaca.Trading;

namespace Torghut.Sandbox.Alpaca.Hosting;

/// <summary>Puts the simulator together.</summary>
internal sealed class SimulatorComponents : IDisposable
{
    private readonly AlpacaSimulatorOptions _options;
    private readonly CancellationToken _stopping;
    private readonly FolderLock? _lock;
    private readonly MarketClock _clock;
    private readonly SyntheticMarket _market;
    private readonly IMarketHistory _history;
    private readonly MarketCounters _counters = new();
    private readonly FaultPanel _faults;
    private readonly MarketSessionRegistry _sessions;
    private readonly MarketPump _pump;
    private readonly Ledger _ledger;
    private readonly AccountJournal _journal;
    private readonly PaperBroker _broker;
    private readonly Watchlists _watchlists;
    private readonly OrderActivator _activator;
    private readonly EquityHistory _equity;
    private readonly UpdatesSessionRegistry _updates;

    public SimulatorComponents(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        (_options, _stopping) = (options, cancellationToken);
        try
        {
            _lock = options.DataDirectory is { } data ? Lock(data) : null;
            var folder = options.Source == TickSourceKind.Lean ? new LeanFolder(options.TicksDirectory!, options.Date!.Value) : null;
            Source = folder is null ? new SyntheticTickSource(options) : new LeanTickSource(folder, options.Symbols, options.From);
            _clock = new MarketClock(Source.StartTime, new TradingHours(options.IsAlwaysOpen));
            _market = new SyntheticMarket(Source.Symbols);
            _faults = new FaultPanel(options.Seed);
            _sessions = new MarketSessionRegistry(Source.Symbols, _counters, new MarketMessageFaults(_faults, options.Time));
            _pump = new MarketPump(options, Source, _clock, _market, _sessions, loggers.CreateLogger<MarketPump>());
            _ledger = new Ledger(options.DataDirectory, options.Time, _clock);
            _journal = new AccountJournal(options.DataDirectory, _market);
            _broker = new PaperBroker(options, _clock, _market, _ledger, _faults, _journal);
            _watchlists = new Watchlists(_broker, _clock, _market, _journal);
            _activator = new OrderActivator(options, _broker);
            _equity = new EquityHistory(_broker, _clock, options.InitialCash);
            _updates = new UpdatesSessionRegistry(_faults, options.Time, cancellationToken);
            _history = folder is null ? Generated() : new RecordedHistory(folder, _clock);
            _broker.Accepted = _activator.Add;
            _broker.Published = _updates.Publish;
            _pump.SymbolChanged = _broker.OnSymbolChanged;
            _pump.TimeMoved = _broker.OnTimeMoved;
            _pump.MinuteClosed += bar => _equity.Record(bar.Time);
            var kept = _journal.Load();
            _broker.Restore(kept);
            _watchlists.Restore(kept);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ITickSource Source { get; }

    public void Map(IEndpointRouteBuilder routes, ILoggerFactory loggers)
    {
        var none = new Subscriptions(Source.Symbols);
        var market = new MarketDataEndpoint(_options, _sessions, none, _faults, loggers.CreateLogger<MarketDataEndpoint>());
        var updates = new UpdatesEndpoint(_options, _updates, _faults, loggers.CreateLogger<UpdatesEndpoint>());
        var progress = new ProgressReport(_options, Source, _clock, _pump, _sessions, _counters);
        var time = new WireTime(_clock);
        var gate = new RestGate(_options, _ledger, _faults, new RateLimit(_options.RequestsPerMinute, _options.Time), _stopping);
        foreach (var feed in market.Slots.Keys)
        {
            routes.On("GET", "/v2/" + feed, c => market.RunAsync(c, feed, _stopping));
        }

        routes.On("GET", "/stream", c => updates.RunAsync(c, _stopping));
        routes.On("GET", "/_sim/progress", c => JsonResponse.WriteAsync(c, progress.ToJson()));
        routes.On("GET", "/_sim/ledger", c => JsonResponse.WriteRawAsync(c, _ledger.Read(long.TryParse(c.Request.Query["after"], out var after) ? after : 0)));
        new TradingEndpoints(gate, _broker, time).Map(routes);
        new ActivityEndpoints(gate, _broker, time).Map(routes);
        new WatchlistEndpoints(gate, _watchlists).Map(routes);
        new MarketEndpoints(gate, _clock, _market, _equity, _broker, time).Map(routes);
        new DataEndpoints(gate, _history, _market, _clock, time).Map(routes);
        new CorporateActions(gate).Map(routes);
        new FaultEndpoints(
            _faults, new MarketFaultInjector(_sessions, market, _options), new UpdatesFaultInjector(_updates), new AccountFaultInjector(_broker)).Map(routes);
    }

    /// <summary>Runs the market and the broker until the simulator stops.</summary>
    public Task RunAsync()
    {
        _broker.Resume();
        return Task.WhenAll(Task.Run(() => _pump.RunAsync(_stopping)), Task.Run(() => _activator.RunAsync(_stopping)));
    }

    public void Dispose()
    {
        // A part is missing where the constructor failed before it.
        _journal?.Dispose();
        _ledger?.Dispose();
        Source?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Two simulators would write one account into the same file.</summary>
    /// <exception cref="IOException">Another simulator has the folder.</exception>
    private static FolderLock Lock(string directory)
    {
        Directory.CreateDirectory(directory);
        return FolderLock.Take(Path.Combine(directory, "lock"), directory, "simulator");
    }

    private GeneratedHistory Generated()
    {
        var history = new GeneratedHistory(Source.Symbols, _options.Seed, Source.StartTime);
        _pump.MinuteClosed += history.Record;
        _pump.TickReported = history.Record;
        return history;
    }
}
