using ClickHouse.Driver;
using Driver = ClickHouse.Driver;

namespace Torghut.ClickHouse;

/// <summary>Our settings in the driver's words.</summary>
internal static class DriverSettings
{
    public static Driver.ADO.ClickHouseClientSettings Of(ClickHouseClientSettings settings, HttpClient http)
    {
        var custom = settings.QuerySettings.ToDictionary(pair => pair.Key, pair => (object)pair.Value);
        // The server answers when the query is over, so that an error comes with its status instead of in the middle of rows.
        custom.TryAdd("wait_end_of_query", "1");
        return new Driver.ADO.ClickHouseClientSettings
        {
            Protocol = settings.Endpoint.Scheme,
            Host = settings.Endpoint.Host,
            Port = checked((ushort)settings.Endpoint.Port),
            Path = settings.Endpoint.AbsolutePath,
            Username = settings.User,
            Password = settings.Password,
            Database = settings.Database,
            HttpClient = http,
            CustomSettings = custom,
            // Answers only: the driver would gzip every statement as well, which costs more than it saves.
            UseCompression = false,
            AcceptEncoding = Exchange.Compressors.Of(settings.Compression)?.ContentEncoding,
            // Settings for a column type that the suite does not have; a user with readonly=1 would be refused for them.
            JsonReadMode = JsonReadMode.None,
            JsonWriteMode = JsonWriteMode.None,
            UseCustomDecimals = false,
        };
    }

    public static Driver.QueryOptions? Of(QueryOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var custom = (options.Settings ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => (object)pair.Value);
        if (options.DeduplicationToken is { } token)
        {
            custom["insert_deduplication_token"] = token;
        }

        return new Driver.QueryOptions { QueryId = options.QueryId, Database = options.Database, CustomSettings = custom };
    }
}
