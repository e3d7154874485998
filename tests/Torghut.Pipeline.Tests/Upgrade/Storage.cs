using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Npgsql;
using Torghut.Common.Schemas;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Pipeline.Tests.Upgrade;

/// <summary>Reads what the sandbox's parts hold, past all services.</summary>
/// <param name="keys">Their addresses, as the sandbox writes them.</param>
/// <param name="columns">What of a row counts.</param>
internal sealed class Storage(IReadOnlyDictionary<string, string> keys, string columns = Storage.ColumnsOfThen) : IDisposable
{
    private const string Group = "torghut-ta-live";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>Topics that compaction leaves alone.</summary>
    private static readonly string[] Topics =
    [
        "torghut.trades.v1", "torghut.quotes.v1", "torghut.bars.1m.v1", "torghut.trade-updates.v1", "torghut.ta.bars.1s.v1", "torghut.ta.signals.v1",
        "torghut.dead-letter.v1",
    ];

    private static readonly TopicPartition[] Inputs =
        [.. new[] { "torghut.trades.v1", "torghut.quotes.v1" }.SelectMany(topic => Enumerable.Range(0, 3).Select(p => new TopicPartition(topic, p)))];

    private static readonly string[] Tables = ["ta_microbars", "ta_signals"];

    /// <summary>What the tables had when the folder was kept: a column that came since is null in its rows.</summary>
    private const string ColumnsOfThen = "* EXCEPT (restart)";

    /// <summary>What a row says, whichever record brought it: one that was computed again stands at another place in its topic.</summary>
    public const string ColumnsOfContent = "* EXCEPT (record_topic, record_partition, record_offset)";

    private static readonly (string Name, string Bound, string Value)[] Audited =
    [
        ("decisions", "SELECT max(created_at)::text FROM trade_decisions", """
            SELECT count(*) || ' ' || md5(string_agg(decision_hash || canonical_intent, ' ' ORDER BY decision_hash))
            FROM trade_decisions WHERE created_at <= @bound::timestamptz
            """),
        ("filled executions", "SELECT max(created_at)::text FROM executions", """
            SELECT count(*) || ' ' || md5(string_agg(
              alpaca_order_id || client_order_id || filled_qty::numeric(20,8) || filled_avg_price::numeric(20,8), ' ' ORDER BY alpaca_order_id))
            FROM executions WHERE status = 'filled' AND created_at <= @bound::timestamptz
            """),
        ("audit rows", "SELECT max(seq)::text FROM audit_log",
            "SELECT count(*) || ' ' || md5(string_agg(hash, ' ' ORDER BY seq)) FROM audit_log WHERE seq <= @bound::bigint"),
        ("latches", "SELECT ''", "SELECT coalesce(string_agg(latch || ' ' || engaged, ', ' ORDER BY latch), 'none') || @bound FROM trading_state"),
    ];

    private readonly HttpClient _http = new();

    /// <summary>Everything, or what earlier facts are about as it is now.</summary>
    public async Task<IReadOnlyList<StoredFact>> ReadAsync(IReadOnlyList<StoredFact>? earlier = null) =>
        [.. ReadTopics(earlier), .. await ReadTablesAsync(earlier), .. await ReadDatabaseAsync(earlier)];

    /// <summary>What the topics hold.</summary>
    public IReadOnlyList<StoredFact> ReadTopics(IReadOnlyList<StoredFact>? earlier = null) =>
    [
        .. Topics.SelectMany(topic => Enumerable.Range(0, 3).Select(partition => ReadPartition(topic, partition, Bound(earlier, $"{topic}/{partition}")))),
    ];

    /// <summary>What ClickHouse holds.</summary>
    public async Task<IReadOnlyList<StoredFact>> ReadTablesAsync(IReadOnlyList<StoredFact>? earlier = null)
    {
        var facts = new List<StoredFact>();
        foreach (var table in Tables)
        {
            var symbols = await ClickHouseAsync($"SELECT DISTINCT symbol FROM torghut.{table} ORDER BY symbol");
            foreach (var symbol in symbols.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = $"{table} {symbol}";
                var bound = Bound(earlier, name)
                    ?? (await ClickHouseAsync($"SELECT toUnixTimestamp64Milli(max(event_ts)) FROM torghut.{table} WHERE symbol = '{symbol}'")).Trim();
                var value = await ClickHouseAsync(
                    $"SELECT count(), hex(sum(cityHash64({columns}))) FROM torghut.{table} FINAL "
                    + $"WHERE symbol = '{symbol}' AND toUnixTimestamp64Milli(event_ts) <= {bound}");
                facts.Add(new StoredFact(name, bound, value.Trim().Replace('\t', ' ')));
            }
        }

        return facts;
    }

    /// <summary>What Postgres holds.</summary>
    public async Task<IReadOnlyList<StoredFact>> ReadDatabaseAsync(IReadOnlyList<StoredFact>? earlier = null)
    {
        var facts = new List<StoredFact>();
        await using var database = NpgsqlDataSource.Create(ConnectionString());
        foreach (var (name, boundary, sql) in Audited)
        {
            var bound = Bound(earlier, name) ?? await ScalarAsync(database, boundary, null);
            facts.Add(new StoredFact(name, bound, await ScalarAsync(database, sql, bound)));
        }

        return facts;
    }

    private static string? Bound(IReadOnlyList<StoredFact>? earlier, string name) =>
        earlier is null ? null : earlier.FirstOrDefault(fact => fact.Name == name)?.Bound ?? "";

    /// <summary>Where compute's group goes on reading.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Offsets()
    {
        using var consumer = Consumer(Group);
        return consumer.Committed(Inputs, Timeout).ToDictionary(offset => offset.TopicPartition, offset => offset.Offset.Value);
    }

    /// <summary>Whether a group has committed everything that compute reads.</summary>
    public bool IsThrough(string group)
    {
        using var consumer = Consumer(group);
        return consumer.Committed(Inputs, Timeout)
            .All(offset => offset.Offset.Value >= consumer.QueryWatermarkOffsets(offset.TopicPartition, Timeout).High.Value);
    }

    /// <summary>What a topic's committed records say, whichever version of the schema each was written with.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync(string topic) => topic == Contracts.Topics.TaSignals
        ? await DecodeAsync(topic, RecordCodecs.Signal)
        : await DecodeAsync(topic, RecordCodecs.Microbar);

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<string>> DecodeAsync<T>(string topic, RecordCodec<T> codec)
        where T : struct
    {
        using var registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = new Uri(keys["TA_SCHEMA_REGISTRY_URL"]) }, TimeProvider.System);
        var decoder = new RecordDecoder<T>(codec, registry, TimeProvider.System);
        var records = new List<string>();
        foreach (var record in Enumerable.Range(0, 3).SelectMany(partition => Read(topic, partition, long.MaxValue)))
        {
            var decoded = await decoder.DecodeAsync(record.Message.Value, CancellationToken.None);
            Assert.That(decoded.Failure, Is.EqualTo(DecodeFailure.None), decoded.Detail);
            records.Add($"{record.Message.Key} {decoded.Value}");
        }

        return records;
    }

    private StoredFact ReadPartition(string topic, int partition, string? bound)
    {
        var records = Read(topic, partition, bound is null ? End(topic, partition) - 1 : long.Parse(bound, CultureInfo.InvariantCulture)).ToList();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in records)
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{record.Offset.Value} {record.Message.Key} "));
            digest.AppendData(record.Message.Value ?? []);
        }

        bound ??= (records.Count == 0 ? -1 : records[^1].Offset.Value).ToString(CultureInfo.InvariantCulture);
        return new StoredFact($"{topic}/{partition}", bound, $"{records.Count} {Convert.ToHexStringLower(digest.GetHashAndReset())}");
    }

    private IEnumerable<ConsumeResult<string, byte[]>> Read(string topic, int partition, long last)
    {
        using var consumer = Consumer("reader");
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        long read;
        do
        {
            // The end of a partition is told while nothing comes: where records come all the time there is none.
            if (consumer.Consume(Timeout) is not { IsPartitionEOF: false } record)
            {
                yield break;
            }

            read = record.Offset.Value;
            if (read <= last)
            {
                yield return record;
            }
        }
        while (read < last);
    }

    private long End(string topic, int partition)
    {
        using var consumer = Consumer("reader");
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Timeout).High.Value;
    }

    private IConsumer<string, byte[]> Consumer(string group) => new ConsumerBuilder<string, byte[]>(new ConsumerConfig
    {
        BootstrapServers = keys["KAFKA_BOOTSTRAP"],
        GroupId = group,
        EnableAutoCommit = false,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
    }).Build();

    private async Task<string> ClickHouseAsync(string sql)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, keys["TA_CLICKHOUSE_URL"]) { Content = new StringContent(sql) };
        var user = Encoding.UTF8.GetBytes($"{keys["TA_CLICKHOUSE_USERNAME"]}:{keys["TA_CLICKHOUSE_PASSWORD"]}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, body);
        return body;
    }

    private string ConnectionString()
    {
        var dsn = new Uri(keys["DB_DSN"]);
        var user = dsn.UserInfo.Split(':');
        return new NpgsqlConnectionStringBuilder
        {
            Host = dsn.Host,
            Port = dsn.Port,
            Username = user[0],
            Password = user[1],
            Database = dsn.AbsolutePath[1..],
        }.ConnectionString;
    }

    private static async Task<string> ScalarAsync(NpgsqlDataSource database, string sql, string? bound)
    {
        await using var command = database.CreateCommand(sql);
        if (bound is not null)
        {
            command.Parameters.AddWithValue("bound", bound);
        }

        return (string)(await command.ExecuteScalarAsync())!;
    }
}
