using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.Compression;
using Torghut.Contracts;
using Torghut.Contracts.Records;

namespace Torghut.Bench.Ta;

/// <summary>ClickHouse.Driver's own insert of objects. They are made before the clock starts, and the driver may remember the table's columns.</summary>
internal sealed class DriverContender : IDisposable
{
    public const string Peer = "ClickHouse.Driver InsertBinaryAsync<T>";

    private readonly ClickHouseClient _client;
    private readonly SignalObject[] _rows;
    private readonly string _name;
    private readonly GZipCompressor? _compressor;
    private int _inserted;

    public DriverContender(string address, ReadOnlySpan<Signal> rows, string name, bool compressed)
    {
        var uri = new Uri(address);
        _name = name;
        _compressor = compressed ? GZipCompressor.Default : null;
        _rows = new SignalObject[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            _rows[i] = SignalObject.From(rows[i]);
        }

        _client = new ClickHouseClient(new ClickHouseClientSettings
        {
            Host = uri.Host,
            Port = (ushort)uri.Port,
            Protocol = uri.Scheme,
            Database = BenchClickHouse.Driver,
            UseCompression = compressed,
        });
        _client.RegisterBinaryInsertType<SignalObject>();
    }

    public async Task InsertAsync()
    {
        var options = new InsertOptions
        {
            UseSchemaCache = true,
            Compressor = _compressor,
            CustomSettings = new Dictionary<string, object> { ["insert_deduplication_token"] = $"{_name}-{_inserted++}" },
        };
        var inserted = await _client.InsertBinaryAsync(DerivedTables.Signals, _rows, options);
        if (inserted != _rows.Length)
        {
            throw new OutputsDifferException($"{Peer} inserted {inserted} of {_rows.Length} rows");
        }
    }

    public void Dispose() => _client.Dispose();
}
