using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Torghut.Common.Storage;

/// <summary>
/// Reads both forms that a Postgres DSN comes in: the
/// <see href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">URI of a database secret</see> and the driver's own
/// key=value text. The driver is the caller's, so that services without a database do not carry one.
/// </summary>
public static class PostgresDsnParser
{
    /// <summary>What a DSN looks like, for messages: these never repeat the value, because it holds a password.</summary>
    public const string Expected = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE or Host=...;Database=...";

    private const int DefaultPort = 5432;

    /// <typeparam name="TBuilder">Npgsql's connection string builder.</typeparam>
    /// <exception cref="FormatException">Neither form, an unknown parameter, or no host.</exception>
    public static TBuilder Parse<TBuilder>(string dsn)
        where TBuilder : DbConnectionStringBuilder, new() =>
        TryParse<TBuilder>(dsn, out var builder) ? builder : throw new FormatException($"expected {Expected}");

    /// <inheritdoc cref="Parse{TBuilder}"/>
    public static bool TryParse<TBuilder>(string dsn, [NotNullWhen(true)] out TBuilder? builder)
        where TBuilder : DbConnectionStringBuilder, new()
    {
        builder = null;
        try
        {
            var parsed = Uri.TryCreate(dsn, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql"
                ? FromUri<TBuilder>(uri)
                : new TBuilder { ConnectionString = dsn };
            if (parsed.TryGetValue("Host", out var host) && host is string { Length: > 0 })
            {
                builder = parsed;
            }
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return false;
        }

        return builder is not null;
    }

    private static TBuilder FromUri<TBuilder>(Uri uri)
        where TBuilder : DbConnectionStringBuilder, new()
    {
        var builder = new TBuilder { ["Host"] = uri.Host, ["Port"] = uri.Port > 0 ? uri.Port : DefaultPort };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder["Username"] = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder["Password"] = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Length > 1)
        {
            builder["Database"] = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            builder[KeyOf(parts[0])] = parts[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    /// <summary>libpq's names for what Npgsql calls otherwise.</summary>
    private static string KeyOf(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        _ => name,
    };
}
