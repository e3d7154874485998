using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;
using Torghut.Sandbox.ClickHouse.Sessions;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>What the address, the form and the headers of a request ask for.</summary>
internal sealed partial class RequestParameters
{
    // Parameters of the HTTP interface itself; every other name is a setting of the engine.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "query", "database", "user", "password", "default_format", "query_id", "wait_end_of_query", "buffer_size", "enable_http_compression",
        "quota_key", "session_id", "session_timeout", "session_check", "stacktrace", "close_session", "client_protocol_version", "readonly",
    };

    public string Query { get; private init; } = "";

    /// <summary>Null when the request names none.</summary>
    public string? Database { get; private init; }

    public string DefaultFormat { get; private init; } = "";

    public string QueryId { get; private init; } = "";

    /// <summary>Statements that change something are refused: a GET, or the setting readonly.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Whether the answer may be compressed as Accept-Encoding allows.</summary>
    public bool AllowCompression { get; private init; }

    /// <summary>Whether the answer waits for the query's end, so that an error always comes with its status.</summary>
    public bool WaitsForEnd { get; private init; }

    /// <summary>Whether the client wants X-ClickHouse-Progress.</summary>
    public bool WantsProgress { get; private init; }

    /// <summary>The session to run in; null for none.</summary>
    public SessionRequest? Session { get; private init; }

    /// <summary>Values for {name:Type} in the query.</summary>
    public Dictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Engine settings for this query only.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <exception cref="EngineException">It asks for something this server does not have.</exception>
    public static RequestParameters Read(HttpRequest request, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Query)
        {
            named[name] = values[^1] ?? "";
        }

        foreach ((string name, string value) in form)
        {
            named[name] = value;
        }

        string Of(string name) => named.GetValueOrDefault(name, "");

        var result = new RequestParameters
        {
            Query = Of("query"),
            Database = First(Of("database"), request.Headers["X-ClickHouse-Database"].ToString()) is { Length: > 0 } database ? database : null,
            DefaultFormat = First(Of("default_format"), request.Headers["X-ClickHouse-Format"].ToString(), "TabSeparated"),
            QueryId = First(Of("query_id"), Guid.NewGuid().ToString()),
            IsReadOnly = HttpMethods.IsGet(request.Method) || IsSet(Of("readonly")),
            AllowCompression = IsSet(Of("enable_http_compression")),
            WaitsForEnd = IsSet(Of("wait_end_of_query")),
            WantsProgress = IsSet(Of("send_progress_in_http_headers")),
            Session = SessionRequest.Read(Of("session_id"), Of("session_timeout"), IsSet(Of("session_check")), IsSet(Of("close_session"))),
        };
        foreach ((string name, string value) in named)
        {
            result.Take(name, value);
        }

        return result;
    }

    private void Take(string name, string value)
    {
        if (Reserved.Contains(name))
        {
            return;
        }

        if (name.StartsWith("param_", StringComparison.Ordinal))
        {
            Parameters[name["param_".Length..]] = value;
        }
        else if (name == "role")
        {
            // As for a user who exists without roles, which is the one there is: chdb has no access management.
            throw EngineException.Of(ErrorCodes.UnknownRole, $"There is no role {SqlLiteral.Identifier(value)} in user directories", "UNKNOWN_ROLE");
        }
        else if (name is "compress" or "decompress" && IsSet(value))
        {
            throw EngineException.Of(ErrorCodes.NotImplemented, $"The parameter {name} is not supported by the sandbox", "NOT_IMPLEMENTED");
        }
        else if (SettingName().IsMatch(name))
        {
            Settings[name] = value;
        }
        else
        {
            throw EngineException.Of(ErrorCodes.UnknownSetting, $"Unknown setting '{name}'", "UNKNOWN_SETTING");
        }
    }

    private static bool IsSet(string value) => value is not ("" or "0" or "false");

    private static string First(params ReadOnlySpan<string> values)
    {
        foreach (string value in values)
        {
            if (value.Length > 0)
            {
                return value;
            }
        }

        return "";
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.]*$")]
    private static partial Regex SettingName();
}
