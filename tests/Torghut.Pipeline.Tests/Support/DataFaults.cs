using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Torghut.Common.Storage;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>Makes data of a running sandbox faulty, while every process is up.</summary>
internal sealed class DataFaults : IAsyncDisposable
{
    private static readonly string[] Tables = ["ta_signals", "ta_microbars"];

    private readonly IReadOnlyDictionary<string, string> _keys;
    private readonly HttpClient _http = new();
    private readonly NpgsqlDataSource _database;

    public DataFaults(IReadOnlyDictionary<string, string> keys)
    {
        _keys = keys;
        _database = PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(keys["DB_DSN"], out var dsn)
            ? NpgsqlDataSource.Create(dsn.ConnectionString)
            : throw new ArgumentException("DB_DSN cannot be read.", nameof(keys));
    }

    /// <summary>ClickHouse refuses rows as it does when merging cannot keep up.</summary>
    public Task RefuseInsertsAsync() => EachTableAsync("MODIFY SETTING parts_to_throw_insert = 1");

    public Task TakeInsertsAsync() => EachTableAsync("RESET SETTING parts_to_throw_insert");

    public async Task EnableSymbolsAsync(bool enabled)
    {
        var address = new Uri(_keys["JANGAR_SYMBOLS_URL"]);
        using var all = JsonDocument.Parse(await _http.GetStringAsync(new Uri(address + "?full=1")));
        var symbols = all.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("symbol").GetString());
        await PostAsync(
            address, _keys["TORGHUT_OPS_TOKEN"],
            JsonSerializer.Serialize(new { symbols, enabled, actor = "drill", reason = "drill" }));
    }

    /// <summary>Whether trading has decided yet: what is rejected here is made after one of its decisions.</summary>
    public async Task<bool> HasDecisionsAsync()
    {
        await using var command = _database.CreateCommand("SELECT EXISTS (SELECT 1 FROM trade_decisions)");
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>Rejected decisions, made after one that there is.</summary>
    /// <param name="age">How old they are, as Postgres writes an interval.</param>
    public async Task RejectAsync(string reason, int count, string age)
    {
        await using var command = _database.CreateCommand(
            """
            INSERT INTO trade_decisions
            SELECT (jsonb_populate_record(NULL::trade_decisions, to_jsonb(one) || jsonb_build_object(
              'id', gen_random_uuid(), 'decision_hash', md5(random()::text || number), 'status', 'rejected', 'risk_reasons', jsonb_build_array($1),
              'submitted_at', NULL, 'claimed_at', NULL, 'created_at', now() - $3::interval, 'repeats_intent', true))).*
            FROM (SELECT * FROM trade_decisions LIMIT 1) AS one, generate_series(1, $2) AS number
            """);
        command.Parameters.AddWithValue(reason);
        command.Parameters.AddWithValue(count);
        command.Parameters.AddWithValue(age);
        if (await command.ExecuteNonQueryAsync() != count)
        {
            throw new InvalidOperationException("The sandbox has made no decision yet.");
        }
    }

    /// <summary>What people engage by its route; what the service engages by itself as it stores it.</summary>
    public async Task EngageAsync(string latch)
    {
        if (latch is "emergency_stop" or "exits_only")
        {
            await PostAsync(Trading(latch.Replace('_', '-')), _keys["TRADING_OPERATOR_TOKEN"], """{"reason":"drill","actor":"drill"}""");
            return;
        }

        await using var command = _database.CreateCommand(
            """
            INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at)
            VALUES ($2, $1, true, 'drill', 'drill', now())
            ON CONFLICT (account_label, latch) DO UPDATE SET engaged = true, reason = 'drill', engaged_at = now(), released_at = NULL
            """);
        command.Parameters.AddWithValue(latch);
        command.Parameters.AddWithValue(_keys["TORGHUT_ACCOUNT_LABEL"]);
        await command.ExecuteNonQueryAsync();
    }

    public Task RearmAsync(string latch)
    {
        var confirm = $"REARM {_keys["TORGHUT_ACCOUNT_LABEL"]}";
        return PostAsync(
            Trading("rearm"), _keys["TRADING_REARM_TOKEN"], JsonSerializer.Serialize(new { latch, reason = "drill", actor = "drill", confirm }));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _database.DisposeAsync();
    }

    private async Task EachTableAsync(string change)
    {
        foreach (var table in Tables)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_keys["TA_CLICKHOUSE_URL"]))
            {
                Content = new StringContent(string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE torghut.{table} {change}")),
            };
            var user = Encoding.UTF8.GetBytes($"{_keys["TA_CLICKHOUSE_USERNAME"]}:{_keys["TA_CLICKHOUSE_PASSWORD"]}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
            await SendAsync(request);
        }
    }

    private Uri Trading(string route) => new($"{_keys["TORGHUT_TRADING_URL"].TrimEnd('/')}/trading/{route}");

    private async Task PostAsync(Uri address, string token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await SendAsync(request);
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{request.RequestUri}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
