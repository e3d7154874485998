using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Sandbox.Alpaca;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>The simulated broker of one test: the truth about orders.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly AlpacaSimulator _simulator;
    private readonly HttpClient _http = new();

    private Broker(AlpacaSimulator simulator)
    {
        _simulator = simulator;
        Client = new AlpacaTradingClient(
            _http,
            new AlpacaRestOptions { BaseAddress = simulator.BaseAddress, Credentials = new AlpacaCredentials("sandbox-key", "sandbox-secret") },
            TimeProvider.System);
    }

    public Uri Address => _simulator.BaseAddress;

    public AlpacaTradingClient Client { get; }

    public static async Task<Broker> StartAsync(AlpacaSimulatorOptions? options = null) =>
        new(await AlpacaSimulator.StartAsync(
            (options ?? new AlpacaSimulatorOptions()) with { Symbols = ["AAPL", "MSFT"], PartialFills = 0, TradesPerSecond = 20 }, NullLoggerFactory.Instance, CancellationToken.None));

    public async Task<DateTimeOffset> NowAsync() => (await Client.GetClockAsync(CancellationToken.None)).Timestamp.ToUniversalTime();

    public Task<IReadOnlyList<AlpacaOrder>> OrdersAsync() =>
        Client.ListOrdersAsync(new OrderQuery { Status = OrderListStatus.All }, CancellationToken.None);

    /// <summary>Makes the simulator misbehave, see its fault panel.</summary>
    public async Task FaultAsync(object fault)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Address, "/_sim/faults"), fault);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    public async Task ClearFaultsAsync()
    {
        using var answer = await _http.DeleteAsync(new Uri(Address, "/_sim/faults"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Entries of the simulator's own ledger, of one kind.</summary>
    public async Task<IReadOnlyList<JsonElement>> LedgerAsync(string kind)
    {
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Address, "/_sim/ledger")));
        return [.. document.RootElement.Clone().GetProperty("entries").EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() == kind)];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }
}
