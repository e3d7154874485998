using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>
/// One request's database and settings on a connection. They end with the request; what the statement itself changed with USE and SET stays, where
/// the connection is a session's, and spoils it, where it is the pool's.
/// </summary>
internal sealed class RequestScope : IDisposable
{
    private const string DefaultDatabase = "default";

    private readonly EngineSession _connection;
    private readonly IReadOnlyCollection<string> _names;
    private readonly ConnectionState? _before;
    private ConnectionState? _applied;

    private RequestScope(EngineSession connection, IReadOnlyCollection<string> names, ConnectionState? before, ConnectionState? applied) =>
        (_connection, _names, _before, _applied) = (connection, names, before, applied);

    /// <summary>On a connection of the pool, which is as the engine made it.</summary>
    public static RequestScope OnPooled(EngineSession connection, string? database, IReadOnlyDictionary<string, string> settings)
    {
        connection.Execute("USE " + SqlLiteral.Identifier(database ?? DefaultDatabase));
        var scope = new RequestScope(connection, [.. settings.Keys], null, null);
        try
        {
            scope.Set(settings);
            return scope;
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <summary>On a session's connection. What the session has set itself comes before <paramref name="defaults"/>.</summary>
    public static RequestScope OnSession(
        EngineSession connection, string? database, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> defaults)
    {
        ConnectionState before = ConnectionState.Read(connection);
        var all = new Dictionary<string, string>(defaults.Where(pair => !before.Settings.ContainsKey(pair.Key)));
        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        if (database is not null)
        {
            connection.Execute("USE " + SqlLiteral.Identifier(database));
        }

        var scope = new RequestScope(connection, all.Keys, before, before);
        try
        {
            scope.Set(all);
            scope._applied = ConnectionState.Read(connection);
            return scope;
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            if (_before is null || _applied is null)
            {
                _connection.Execute("SET " + string.Join(", ", _names.Select(name => name + " = DEFAULT")));
            }
            else
            {
                Restore(_before, _applied, ConnectionState.Read(_connection));
            }
        }
        catch (EngineException)
        {
            // The connection is replaced: the settings die with it.
            _connection.IsSpoiled = true;
        }
    }

    private void Set(IReadOnlyDictionary<string, string> settings) =>
        _connection.Execute("SET " + string.Join(", ", settings.Select(s => $"{s.Key} = {SqlLiteral.Quote(s.Value)}")));

    private void Restore(ConnectionState before, ConnectionState applied, ConnectionState after)
    {
        // What is not as it was applied, the statement has set.
        var untouched = _names.Where(name => after.Settings.GetValueOrDefault(name) == applied.Settings.GetValueOrDefault(name));
        string[] assignments =
            [.. untouched.Select(name => $"{name} = {(before.Settings.TryGetValue(name, out string? value) ? SqlLiteral.Quote(value) : "DEFAULT")}")];
        if (assignments.Length > 0)
        {
            _connection.Execute("SET " + string.Join(", ", assignments));
        }

        if (after.Database == applied.Database && after.Database != before.Database)
        {
            _connection.Execute("USE " + SqlLiteral.Identifier(before.Database));
        }
    }
}
