using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.Sandbox.Alpaca;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>The simulated broker of one test: the truth about orders.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly AlpacaSimulator _simulator;
    private readonly HttpClient _http = new();
    private readonly AlpacaDataClient _data;

    private Broker(AlpacaSimulator simulator, AlpacaSimulatorOptions options)
    {
        _simulator = simulator;
        var rest = new AlpacaRestOptions { BaseAddress = simulator.BaseAddress, Credentials = new AlpacaCredentials(options.KeyId, options.SecretKey) };
        Client = new AlpacaTradingClient(_http, rest, TimeProvider.System);
        _data = new AlpacaDataClient(_http, rest, TimeProvider.System);
    }

    public Uri Address => _simulator.BaseAddress;

    public AlpacaTradingClient Client { get; }

    public static async Task<Broker> StartAsync(AlpacaSimulatorOptions? wanted = null)
    {
        var options = (wanted ?? new AlpacaSimulatorOptions { PartialFills = 0 }) with { Symbols = ["AAPL", "MSFT"], TradesPerSecond = 20 };
        return new(await AlpacaSimulator.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None), options);
    }

    public async Task<DateTimeOffset> NowAsync() => (await Client.GetClockAsync(CancellationToken.None)).Timestamp.ToUniversalTime();

    /// <summary>What the simulator says that a symbol costs.</summary>
    public async Task<AlpacaSnapshot> SnapshotAsync(string symbol) => (await _data.ListSnapshotsAsync([symbol], "iex", CancellationToken.None)).Single();

    public async Task<IReadOnlyList<AlpacaOrder>> OrdersAsync() =>
        await Client.ListOrdersAsync(new OrderQuery { Status = OrderListStatus.All }, CancellationToken.None);

    /// <summary>Somebody else buys in the same account.</summary>
    public Task<AlpacaOrder> BuyElsewhereAsync(string symbol, decimal qty, string clientOrderId = "somebody-else") => Client.SubmitOrderAsync(
        new OrderRequest
        {
            Symbol = symbol,
            Side = OrderSide.Buy,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Day,
            Qty = qty,
            ClientOrderId = clientOrderId,
        },
        CancellationToken.None);

    /// <summary>Makes the simulator misbehave, see its fault panel.</summary>
    public async Task FaultAsync(object fault)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(Address, "/_sim/faults"), fault);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
    }

    public async Task ClearFaultsAsync()
    {
        using var response = await _http.DeleteAsync(new Uri(Address, "/_sim/faults"));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The simulator's own ledger, oldest entry first.</summary>
    /// <param name="after">Entries up to this number are left out.</param>
    public async Task<IReadOnlyList<JsonElement>> LedgerAsync(long after = 0)
    {
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Address, $"/_sim/ledger?after={after}")));
        return [.. document.RootElement.Clone().GetProperty("entries").EnumerateArray()];
    }

    /// <summary>Entries of one kind.</summary>
    public async Task<IReadOnlyList<JsonElement>> LedgerAsync(string kind) =>
        [.. (await LedgerAsync()).Where(entry => entry.GetProperty("kind").GetString() == kind)];

    /// <summary>Order requests that reached the simulator.</summary>
    public async Task<IReadOnlyList<JsonElement>> OrderRequestsAsync() =>
        [.. (await LedgerAsync("request")).Where(
        entry => entry.GetProperty("method").GetString() == "POST" && entry.GetProperty("path").GetString() == "/v2/orders")];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulator.DisposeAsync();
    }
}
