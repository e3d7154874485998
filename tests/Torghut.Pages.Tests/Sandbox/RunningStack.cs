using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Torghut.Common.Storage;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pages.Tests.Sandbox;

/// <summary>The whole pipeline on this machine, as <c>build/up</c> starts it.</summary>
internal sealed class RunningStack : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    /// <summary>Buys and sells within seconds, so that a profit is there soon; what it wants to sell and does not hold is refused.</summary>
    private const string Strategies =
        """
        strategies:
          - name: there-and-back
            type: rules
            entry: crosses_above(rsi14, 50)
            exit: crosses_below(rsi14, 50)
            max_notional_per_trade: 2000
            cooldown_seconds: 5
        """;

    private readonly ServiceProcess _up;
    private readonly IReadOnlyDictionary<string, string> _keys;
    private readonly NpgsqlDataSource _database;
    private readonly HttpClient _http = new();
    private readonly List<int> _halted = [];

    private RunningStack(ServiceProcess up, IReadOnlyDictionary<string, string> keys)
    {
        (_up, _keys) = (up, keys);
        _database = PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(keys["DB_DSN"], out var dsn)
            ? NpgsqlDataSource.Create(dsn.ConnectionString)
            : throw new InvalidOperationException("DB_DSN cannot be read.");
    }

    public string Account => _keys["TORGHUT_ACCOUNT_LABEL"];

    /// <summary>Where torghut-ops has its pages.</summary>
    public Uri Address => new($"http://127.0.0.1:{_keys["OPS_PORT"]}");

    public static async Task<RunningStack> StartAsync(string folder)
    {
        var environment = Path.Combine(folder, "env");
        Directory.CreateDirectory(folder);
        var strategies = Path.Combine(folder, "strategies.yaml");
        await File.WriteAllTextAsync(strategies, Strategies);
        var settings = new Dictionary<string, string> { ["TRADING_STRATEGY_CONFIG_PATH"] = strategies };
        var up = SandboxProgram.Start(folder, settings, "up", "--data", Path.Combine(folder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(
            () => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", StartTimeout);
        Assert.That(up.HasExited, Is.False, () => up.Output);
        return new RunningStack(up, SandboxProgram.ReadKeys(environment));
    }

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Address, path)));
        return json.RootElement.Clone();
    }

    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Stops a part where it is, until the stack is disposed.</summary>
    public async Task HaltAsync(string part)
    {
        using var list = JsonDocument.Parse(await File.ReadAllTextAsync(_keys["OPS_PROCESS_FILE"]));
        var id = new[] { "infrastructure", "services" }.SelectMany(group => list.RootElement.GetProperty(group).EnumerateArray())
            .Single(row => row.GetProperty("name").GetString() == part).GetProperty("pid").GetInt32();
        _halted.Add(id);
        await SignalAsync("STOP", id);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _halted)
        {
            await SignalAsync("CONT", id);
        }

        _http.Dispose();
        await _database.DisposeAsync();
        await _up.DisposeAsync();
    }

    private static async Task SignalAsync(string signal, int id)
    {
        using var kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
