using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>What the address and headers of a request ask for.</summary>
internal sealed partial class RequestParameters
{
    // Parameters of the HTTP interface itself; every other name is a setting of the engine.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "query", "database", "user", "password", "default_format", "query_id", "wait_end_of_query", "buffer_size", "enable_http_compression",
        "quota_key", "session_timeout", "session_check", "stacktrace", "close_session", "client_protocol_version", "readonly", "role",
    };

    public string Query { get; private init; } = "";

    public string Database { get; private init; } = "";

    public string DefaultFormat { get; private init; } = "";

    public string QueryId { get; private init; } = "";

    /// <summary>Statements that change something are refused: a GET, or the setting readonly.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Whether the answer may be compressed as Accept-Encoding allows.</summary>
    public bool AllowCompression { get; private init; }

    /// <summary>Values for {name:Type} in the query.</summary>
    public Dictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Engine settings for this query only.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <exception cref="EngineException">It asks for something this server does not have.</exception>
    public static RequestParameters Read(HttpRequest request)
    {
        IQueryCollection query = request.Query;
        var result = new RequestParameters
        {
            Query = query["query"].ToString(),
            Database = First(query["database"].ToString(), request.Headers["X-ClickHouse-Database"].ToString(), "default"),
            DefaultFormat = First(query["default_format"].ToString(), request.Headers["X-ClickHouse-Format"].ToString(), "TabSeparated"),
            QueryId = First(query["query_id"].ToString(), Guid.NewGuid().ToString(), ""),
            IsReadOnly = HttpMethods.IsGet(request.Method) || IsSet(query["readonly"].ToString()),
            AllowCompression = IsSet(query["enable_http_compression"].ToString()),
        };
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in query) result.Take(name, value.ToString());
        if (request.HasFormContentType && request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            throw EngineException.Of(ErrorCodes.NotImplemented, "Multipart bodies (external tables) are not supported by the sandbox", "NOT_IMPLEMENTED");
        return result;
    }

    private void Take(string name, string value)
    {
        if (Reserved.Contains(name)) return;
        if (name.StartsWith("param_", StringComparison.Ordinal))
        {
            Parameters[name["param_".Length..]] = value;
        }
        else if (name is "session_id" || (name is "compress" or "decompress" && IsSet(value)))
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

    private static string First(string a, string b, string c) => a.Length > 0 ? a : b.Length > 0 ? b : c;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.]*$")]
    private static partial Regex SettingName();
}
