using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Hosting;
using Torghut.Sandbox.Alpaca.Lean;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Sockets;
using Torghut.Sandbox.Alpaca.Synthetic;

namespace Torghut.Sandbox.Alpaca;

/// <summary>
/// One simulated Alpaca account with its market: the market-data socket, the trading stream, the trading and data REST interfaces and a
/// fault panel, all on one port. Market data and trading use the same base address.
/// </summary>
public sealed class AlpacaSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ITickSource _source;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _market;

    private AlpacaSimulator(WebApplication app, ITickSource source, CancellationTokenSource stopping, Task market, Uri address)
    {
        (_app, _source, _stopping, _market, BaseAddress) = (app, source, stopping, market, address);
    }

    /// <summary>Base of every HTTP path; the sockets have the same with <c>ws</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Base of the sockets: <c>/v2/{feed}</c> and <c>/stream</c>.</summary>
    public Uri SocketAddress => new UriBuilder(BaseAddress) { Scheme = "ws" }.Uri;

    /// <summary>Binds the port and starts the market.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken, or recorded ticks are missing.</exception>
    public static async Task<AlpacaSimulator> StartAsync(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken ct)
    {
        options.Validate();
        ITickSource source = options.Source == TickSourceKind.Lean
            ? new LeanTickSource(new LeanFolder(options.TicksDirectory!, options.Date!.Value), options.Symbols)
            : new SyntheticTickSource(options);
        var stopping = new CancellationTokenSource();
        var counters = new MarketCounters();
        var clock = new MarketClock(source.StartTime, new TradingHours(options.IsAlwaysOpen));
        var book = new MarketBook(source.Symbols);
        var hub = new MarketHub(source.Symbols, counters);
        var pump = new MarketPump(options, source, clock, book, hub, loggers.CreateLogger<MarketPump>());
        var sockets = new MarketDataEndpoint(options, hub, new Subscriptions(source.Symbols), loggers.CreateLogger<MarketDataEndpoint>());
        var progress = new ProgressReport(options, source, clock, pump, hub, counters);

        var app = SimulatorApp.Create(options, loggers);
        foreach (var feed in sockets.Slots.Keys)
        {
            app.On("GET", "/v2/" + feed, c => sockets.RunAsync(c, feed, stopping.Token));
        }

        app.On("GET", "/_sim/progress", c => JsonAnswer.WriteAsync(c, progress.ToJson()));
        await app.StartAsync(ct);
        var address = SimulatorApp.AddressOf(app);
        SimulatorLog.Listening(loggers.CreateLogger<AlpacaSimulator>(), address, source.Name, source.Symbols.Count);
        return new AlpacaSimulator(app, source, stopping, Task.Run(() => pump.RunAsync(stopping.Token), CancellationToken.None), address);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _market;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _source.Dispose();
        _stopping.Dispose();
    }
}
