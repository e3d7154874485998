using Npgsql;

namespace Torghut.Sandbox.Postgres;

/// <summary>One server's address in the two forms that clients take.</summary>
internal static class PostgresAddress
{
    /// <summary>From either form to Npgsql's.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string dsn)
    {
        if (!dsn.Contains("://", StringComparison.Ordinal))
        {
            return new NpgsqlConnectionStringBuilder(dsn);
        }

        if (!System.Uri.TryCreate(dsn, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("postgresql" or "postgres"))
        {
            throw new ArgumentException("A Postgres address begins with postgresql://", nameof(dsn));
        }

        string[] user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = System.Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = System.Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? System.Uri.UnescapeDataString(user[1]) : null,
        };
    }

    /// <summary>The address as libpq and most other clients take it.</summary>
    public static Uri ToUri(NpgsqlConnectionStringBuilder address)
    {
        string user = System.Uri.EscapeDataString(address.Username ?? "");
        string password = address.Password is { Length: > 0 } secret ? ":" + System.Uri.EscapeDataString(secret) : "";
        return new Uri($"postgresql://{user}{password}@{address.Host}:{address.Port}/{System.Uri.EscapeDataString(address.Database ?? "")}");
    }
}
