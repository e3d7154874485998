using Npgsql;

namespace Torghut.Trading.Storage;

/// <summary>What Postgres says of a value rather than of itself.</summary>
internal static class RefusedValue
{
    /// <summary>Whether a value was refused that no retry makes better: data that no column takes (class 22), a constraint that it breaks (23), a limit that it
    /// passes (54).</summary>
    public static bool Is(PostgresException refused) => refused.SqlState is { Length: 5 } state && (state[..2] is "22" or "23" or "54");
}
