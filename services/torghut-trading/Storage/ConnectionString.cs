using Npgsql;

namespace Torghut.Trading.Storage;

/// <summary>Accepts both forms a DSN comes in: the URI of a CNPG secret and Npgsql's own key-value text.</summary>
internal static class ConnectionString
{
    /// <exception cref="FormatException">Neither form; the message does not repeat the text, because it holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string dsn)
    {
        try
        {
            var parsed = dsn.StartsWith("postgres://", StringComparison.Ordinal) || dsn.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUri(new Uri(dsn))
                : new NpgsqlConnectionStringBuilder(dsn);
            return string.IsNullOrEmpty(parsed.Host) ? throw new FormatException("no host") : parsed;
        }
        catch (Exception broken) when (broken is ArgumentException or UriFormatException or FormatException)
        {
            throw new FormatException("expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE or Host=...;Database=...");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port > 0 ? uri.Port : 5432 };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            builder[KeyOf(parts[0])] = KeyOf(parts[0]) == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
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
