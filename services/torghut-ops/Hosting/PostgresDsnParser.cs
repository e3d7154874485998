using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Torghut.Ops.Hosting;

/// <summary>Accepts both forms a DSN comes in: the URI of a database secret and Npgsql's own key=value text.</summary>
internal static class PostgresDsnParser
{
    private const int DefaultPort = 5432;

    public static bool TryParse(string dsn, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? builder)
    {
        try
        {
            builder = Uri.TryCreate(dsn, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql" ? FromUri(uri)
                : new NpgsqlConnectionStringBuilder(dsn);
            return true;
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or KeyNotFoundException)
        {
            builder = null;
            return false;
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : null,
        };
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            Apply(builder, parts[0], parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return builder;
    }

    // libpq's names for what Npgsql calls otherwise.
    private static void Apply(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (name == "sslmode")
        {
            builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }
        else
        {
            builder[name switch { "sslrootcert" => "Root Certificate", "application_name" => "Application Name", "connect_timeout" => "Timeout", _ => name }] =
                value;
        }
    }
}
