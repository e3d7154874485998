using System.Net;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using Torghut.ClickHouse.Exchange;
using Driver = ClickHouse.Driver;

namespace Torghut.ClickHouse;

/// <summary>
/// ClickHouse.Driver with time-outs, bounds on what a server may answer, and errors that say whether a retry can help. Safe for many threads.
/// </summary>
public sealed class ClickHouseClient : IClickHouseClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly Driver.ClickHouseClient _driver;
    private readonly CallGuard _guard;

    /// <summary>Over a given transport, which this client owns and which must not decompress by itself.</summary>
    public ClickHouseClient(HttpMessageHandler transport, ClickHouseClientSettings settings, TimeProvider time)
    {
        var exchange = new ExchangeHandler(transport, Compressors.Of(settings.Compression), settings.MaxResponseBytes);
        // The guard's deadline is the time-out, because it knows the call's own.
        _http = new HttpClient(exchange) { Timeout = Timeout.InfiniteTimeSpan };
        _driver = new Driver.ClickHouseClient(DriverSettings.Of(settings, _http));
        _guard = new CallGuard(settings, time);
    }

    /// <summary>Over TCP.</summary>
    public static ClickHouseClient Create(ClickHouseClientSettings settings, TimeProvider time)
    {
        var transport = new SocketsHttpHandler
        {
            ConnectTimeout = settings.ConnectTimeout,
            // Follows a service's address when it moves, and drops connections before the server's keep-alive does.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = DecompressionMethods.None,
            // A server does not redirect. What stands before it may, and the page that it leads to would count as a success.
            AllowAutoRedirect = false,
            UseProxy = false,
        };
        return new ClickHouseClient(transport, settings, time);
    }

    /// <inheritdoc/>
    public Task ExecuteNonQueryAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default) =>
        _guard.RunAsync(
            new CallSubject(sql), options, token => _driver.ExecuteNonQueryAsync(sql, parameters, DriverSettings.Of(options), token), cancellationToken);

    /// <inheritdoc/>
    public async Task<object?> ExecuteScalarAsync(
        string sql, ClickHouseParameterCollection? parameters = null, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<object> values = await QueryAsync(sql, reader => reader.GetValue(0), parameters, options, cancellationToken);
        return values.Count == 0 || values[0] is DBNull ? null : values[0];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        Func<ClickHouseDataReader, T> read,
        ClickHouseParameterCollection? parameters = null,
        QueryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var subject = new CallSubject(sql);
        return _guard.RunAsync(
            subject,
            options,
            async token =>
            {
                using ClickHouseDataReader reader = await _driver.ExecuteReaderAsync(sql, parameters, DriverSettings.Of(options), token);
                return ResponseRows.Read(reader, read, subject, token);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task InsertBinaryAsync(
        string table, IReadOnlyList<string> columns, ReadOnlyMemory<byte> rows, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("An insert of rows names its columns, so that a changed table cannot shift them.", nameof(columns));
        }

        string names = string.Join(", ", columns.Select(ClickHouseIdentifier.Quote));
        string statement = $"INSERT INTO {ClickHouseIdentifier.QuoteTable(table)} ({names}) FORMAT RowBinary";
        return _guard.RunAsync(
            new CallSubject(statement, table),
            options,
            async token =>
            {
                using HttpResponseMessage response = await _driver.PostStreamAsync(
                    statement, (body, written) => body.WriteAsync(rows, written).AsTask(), isCompressed: false, token, DriverSettings.Of(options));
                return rows.Length;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> PingAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await ExecuteNonQueryAsync("SELECT 1", cancellationToken: cancellationToken);
            return true;
        }
        catch (ClickHouseException)
        {
            return false;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _driver.Dispose();
        _http.Dispose();
    }
}
