using System.Text;
using System.Text.Json;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>What USE and SET have made of a connection: its database, and the settings that differ from the engine's defaults.</summary>
internal sealed record ConnectionState(string Database, IReadOnlyDictionary<string, string> Settings)
{
    private const string Sql = "SELECT '', currentDatabase() UNION ALL SELECT name, value FROM system.settings WHERE changed";

    public static ConnectionState Read(EngineSession connection)
    {
        using EngineResult result = connection.Query(Encoding.UTF8.GetBytes(Sql), "JSONCompactEachRow", new Dictionary<string, string>());
        using var reader = new StreamReader(result.OpenRead());
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] pair = JsonSerializer.Deserialize<string[]>(line)!;
            values[pair[0]] = pair[1];
        }

        values.Remove("", out string? database);
        return new ConnectionState(database ?? "default", values);
    }
}
