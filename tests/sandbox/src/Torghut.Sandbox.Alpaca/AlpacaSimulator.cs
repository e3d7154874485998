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
    private readonly CancellationTokenSource _stopping = new();
    private SimulatorComponents? _components;
    private WebApplication? _app;
    private Task? _running;
    private Uri? _baseAddress;

    private AlpacaSimulator()
    {
    }

    /// <summary>Base of every HTTP path.</summary>
    public Uri BaseAddress => _baseAddress!;

    /// <summary>Base of the sockets: <c>/v2/{feed}</c> and <c>/stream</c>.</summary>
    public Uri SocketAddress => new UriBuilder(BaseAddress) { Scheme = "ws" }.Uri;

    /// <summary>Binds the port and starts the market.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken, or recorded ticks are missing.</exception>
    public static async Task<AlpacaSimulator> StartAsync(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        options.Validate();
        var simulator = new AlpacaSimulator();
        try
        {
            await simulator.OpenAsync(options, loggers, cancellationToken);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_running is not null)
        {
            await _running;
            await _app!.StopAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _components?.Dispose();
        _stopping.Dispose();
    }

    private async Task OpenAsync(AlpacaSimulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        _components = new SimulatorComponents(options, loggers, _stopping.Token);
        _app = SimulatorApp.Create(options, loggers);
        _components.Map(_app, loggers);
        await _app.StartAsync(cancellationToken);
        _baseAddress = SimulatorApp.AddressOf(_app);
        _running = _components.RunAsync();
        SimulatorLog.Listening(loggers.CreateLogger<AlpacaSimulator>(), BaseAddress, _components.Source.Name, _components.Source.Symbols.Count);
    }
}
