using System.Net;
using System.Text;
using Torghut.ClickHouse.Http;

namespace Torghut.ClickHouse;

/// <summary>The client over HTTP. Safe for many threads; holds no state but its connections.</summary>
public sealed class ClickHouseClient : IClickHouseClient, IDisposable
{
    private const string ReadFormat = "RowBinaryWithNamesAndTypes";

    private readonly RequestSender _sender;
    private readonly ClickHouseClientSettings _settings;
    private readonly HttpClient? _owned;

    /// <summary>Over a given HTTP client, which should have no time-out of its own and should decompress gzip.</summary>
    public ClickHouseClient(HttpClient http, ClickHouseClientSettings settings, TimeProvider time)
    {
        _settings = settings;
        _sender = new RequestSender(http, settings, time);
    }

    private ClickHouseClient(ClickHouseClientSettings settings, HttpClient owned, TimeProvider time) : this(owned, settings, time) => _owned = owned;

    /// <summary>With an HTTP client of its own.</summary>
    public static ClickHouseClient Create(ClickHouseClientSettings settings, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = settings.ConnectTimeout,
            // Follows a service's address when it moves, and drops connections before the server's keep-alive does.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = settings.Compression ? DecompressionMethods.GZip : DecompressionMethods.None,
            UseProxy = false,
        };
        return new ClickHouseClient(settings, new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, time);
    }

    /// <inheritdoc/>
    public async Task<QuerySummary> ExecuteNonQueryAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default)
    {
        using ServerReply reply = await SendStatementAsync(sql, parameters, options, ct);
        return reply.Summary;
    }

    /// <inheritdoc/>
    public async Task<object?> ExecuteScalarAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default)
    {
        await using ClickHouseDataReader reader = await ExecuteReaderAsync(sql, parameters, options, ct);
        return await reader.ReadAsync(ct) ? reader.GetValue(0) : null;
    }

    /// <inheritdoc/>
    public async Task<ClickHouseDataReader> ExecuteReaderAsync(string sql, ClickHouseParameters? parameters = null, QueryOptions? options = null, CancellationToken ct = default)
    {
        ServerReply reply = await SendStatementAsync(sql, parameters, options, ct);
        try
        {
            return await ClickHouseDataReader.OpenAsync(reply, _settings.MaxRowBytes, ct);
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<QuerySummary> InsertBinaryAsync(string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null, CancellationToken ct = default)
    {
        if (columns.Count == 0) throw new ArgumentException("An insert of rows names its columns, so that a changed table cannot shift them.", nameof(columns));
        var content = new CallbackContent((stream, token) => stream.WriteAsync(rows, token).AsTask(), _settings.Compression, rows.Length);
        return InsertAsync(InsertStatement(table, columns, "RowBinary"), content, options, ct);
    }

    /// <inheritdoc/>
    public Task<QuerySummary> InsertRawStreamAsync(
        string table, IReadOnlyList<string> columns, Stream data, string format, QueryOptions? options = null, CancellationToken ct = default)
    {
        if (!format.All(char.IsAsciiLetterOrDigit)) throw new ArgumentException($"'{format}' is not the name of a format.", nameof(format));
        var content = new CallbackContent((stream, token) => data.CopyToAsync(stream, token), _settings.Compression);
        return InsertAsync(InsertStatement(table, columns, format), content, options, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> PingAsync(CancellationToken ct = default)
    {
        try
        {
            await ExecuteNonQueryAsync("SELECT 1", ct: ct);
            return true;
        }
        catch (ClickHouseException)
        {
            return false;
        }
    }

    /// <summary>Closes the connections, where the HTTP client is its own.</summary>
    public void Dispose() => _owned?.Dispose();

    private static string InsertStatement(string table, IReadOnlyList<string> columns, string format)
    {
        string list = columns.Count == 0 ? "" : $" ({string.Join(", ", columns.Select(ClickHouseIdentifier.Quote))})";
        return $"INSERT INTO {ClickHouseIdentifier.QuoteTable(table)}{list} FORMAT {format}";
    }

    private Task<ServerReply> SendStatementAsync(string sql, ClickHouseParameters? parameters, QueryOptions? options, CancellationToken ct)
    {
        RequestAddress address = _sender.Address(options).Add("default_format", ReadFormat);
        foreach ((string name, string value) in parameters ?? []) address.Add("param_" + name, value);
        return _sender.SendAsync(address, new ByteArrayContent(Encoding.UTF8.GetBytes(sql)), sql, options, ct);
    }

    private async Task<QuerySummary> InsertAsync(string statement, HttpContent content, QueryOptions? options, CancellationToken ct)
    {
        RequestAddress address = _sender.Address(options).Add("query", statement);
        using ServerReply reply = await _sender.SendAsync(address, content, statement, options, ct);
        return reply.Summary;
    }
}
