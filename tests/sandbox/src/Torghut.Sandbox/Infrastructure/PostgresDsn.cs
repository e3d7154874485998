using Npgsql;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Reads both forms of a Postgres address: <c>postgresql://user:password@host:port/database</c> and Npgsql's own.</summary>
internal static class PostgresDsn
{
    public static string ToConnectionString(string dsn)
    {
        if (!dsn.Contains("://", StringComparison.Ordinal))
        {
            return dsn;
        }

        var uri = new Uri(dsn);
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        }.ConnectionString;
    }
}
