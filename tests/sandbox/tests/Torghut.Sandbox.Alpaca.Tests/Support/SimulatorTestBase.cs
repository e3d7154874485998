using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Torghut.Sandbox.Alpaca.Tests.Support;

/// <summary>Starts simulators for a test and speaks HTTP to the last one started.</summary>
public abstract class SimulatorTestBase
{
    private readonly List<IAsyncDisposable> _started = [];

    protected AlpacaSimulator Simulator { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    /// <summary>A quiet account: no partial fills, orders move at once.</summary>
    internal static AlpacaSimulatorOptions Synthetic { get; } = new() { Symbols = ["AAPL", "IBM"], PartialFills = 0, OrderLatency = TimeSpan.Zero };

    protected async Task StartAsync(AlpacaSimulatorOptions options)
    {
        Simulator = await AlpacaSimulator.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        _started.Add(Simulator);
        Http = new HttpClient { BaseAddress = Simulator.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
        Http.DefaultRequestHeaders.Add("APCA-API-KEY-ID", options.KeyId);
        Http.DefaultRequestHeaders.Add("APCA-API-SECRET-KEY", options.SecretKey);
    }

    [TearDown]
    public async Task Stop()
    {
        Http?.Dispose();
        foreach (var part in Enumerable.Reverse(_started))
        {
            await part.DisposeAsync();
        }

        _started.Clear();
    }

    /// <summary>A connection to the market-data socket that is closed with the test.</summary>
    internal async Task<JsonSocket> ConnectAsync(string path = "/v2/iex", bool binary = false, string? contentType = null)
    {
        var socket = await JsonSocket.ConnectAsync(new Uri(Simulator.SocketAddress, path), binary, contentType);
        _started.Add(socket);
        return socket;
    }

    /// <summary>An authenticated connection.</summary>
    internal async Task<JsonSocket> AuthenticatedAsync(bool binary = false)
    {
        var socket = await ConnectAsync(binary: binary);
        await socket.ReadAsync();
        await socket.SendAsync("""{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""");
        Assert.That((await socket.ReadControlAsync())["msg"]?.ToString(), Is.EqualTo("authenticated"));
        return socket;
    }

    /// <summary>A connection that listens to trade updates.</summary>
    internal async Task<JsonSocket> ListeningAsync()
    {
        var socket = await ConnectAsync("/stream");
        await socket.SendAsync("""{"action":"auth","key":"sandbox-key","secret":"sandbox-secret"}""");
        await socket.ReadAsync();
        await socket.SendAsync("""{"action":"listen","data":{"streams":["trade_updates"]}}""");
        await socket.ReadAsync();
        return socket;
    }

    internal async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    internal async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    internal Task<(int Status, JsonNode? Body)> OrderAsync(string body) => SendAsync(HttpMethod.Post, "/v2/orders", body);

    internal async Task<JsonNode> FaultAsync(string body)
    {
        var (status, response) = await SendAsync(HttpMethod.Post, "/_sim/faults", body);
        Assert.That(status, Is.EqualTo(201), response?.ToJsonString());
        return response!;
    }

    /// <summary>The ledger's entries of a kind.</summary>
    internal async Task<JsonNode[]> LedgerAsync(string kind) =>
        [.. (await GetAsync("/_sim/ledger"))["entries"]!.AsArray().Where(e => e!["kind"]!.ToString() == kind).Select(e => e!)];
}
