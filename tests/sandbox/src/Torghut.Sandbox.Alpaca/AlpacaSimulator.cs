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
    private readonly SimulatorComponents _components;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _running;

    private AlpacaSimulator(WebApplication app, SimulatorComponents components, CancellationTokenSource stopping)
    {
        (_app, _components, _stopping) = (app, components, stopping);
        BaseAddress = SimulatorApp.AddressOf(app);
        _running = components.RunAsync();
    }

    /// <summary>Base of every HTTP path.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Base of the sockets: <c>/v2/{feed}</c> and <c>/stream</c>.</summary>
    public Uri SocketAddress => new UriBuilder(BaseAddress) { Scheme = "ws" }.Uri;

    /// <summary>Binds the port and starts the market.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken, or recorded ticks are missing.</exception>
    public static async Task<AlpacaSimulator> StartAsync(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        options.Validate();
        var stopping = new CancellationTokenSource();
        var components = new SimulatorComponents(options, loggers, stopping.Token);
        var app = SimulatorApp.Create(options, loggers);
        components.Map(app, loggers);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            components.Dispose();
            stopping.Dispose();
            throw;
        }

        var simulator = new AlpacaSimulator(app, components, stopping);
        SimulatorLog.Listening(loggers.CreateLogger<AlpacaSimulator>(), simulator.BaseAddress, components.Source.Name, components.Source.Symbols.Count);
        return simulator;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _components.Dispose();
        _stopping.Dispose();
    }
}
