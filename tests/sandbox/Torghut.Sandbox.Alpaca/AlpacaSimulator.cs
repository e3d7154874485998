using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Hosting;

namespace Torghut.Sandbox.Alpaca;

/// <summary>
/// One simulated Alpaca account with its market: the market-data socket, the trading stream, the trading and data REST interfaces and a
/// fault panel, all on one port. Market data and trading use the same base address.
/// </summary>
public sealed class AlpacaSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatorParts _parts;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _running;

    private AlpacaSimulator(WebApplication app, SimulatorParts parts, CancellationTokenSource stopping)
    {
        (_app, _parts, _stopping) = (app, parts, stopping);
        BaseAddress = SimulatorApp.AddressOf(app);
        _running = parts.RunAsync();
    }

    /// <summary>Base of every HTTP path.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Base of the sockets: <c>/v2/{feed}</c> and <c>/stream</c>.</summary>
    public Uri SocketAddress => new UriBuilder(BaseAddress) { Scheme = "ws" }.Uri;

    /// <summary>Binds the port and starts the market.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken, or recorded ticks are missing.</exception>
    public static async Task<AlpacaSimulator> StartAsync(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken ct)
    {
        options.Validate();
        var stopping = new CancellationTokenSource();
        var parts = new SimulatorParts(options, loggers, stopping.Token);
        var app = SimulatorApp.Create(options, loggers);
        parts.Map(app, loggers);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            parts.Dispose();
            stopping.Dispose();
            throw;
        }

        var simulator = new AlpacaSimulator(app, parts, stopping);
        SimulatorLog.Listening(loggers.CreateLogger<AlpacaSimulator>(), simulator.BaseAddress, parts.Source.Name, parts.Source.Symbols.Count);
        return simulator;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _parts.Dispose();
        _stopping.Dispose();
    }
}
