using System.Data;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Torghut.Trading.Storage;

/// <summary>How Dapper passes our types to Npgsql and back; registered once a process (<c>docs/adr/0017-dapper.md</c>).</summary>
internal static class DapperSetup
{
    private static readonly Lazy<bool> Done = new(Register);

    public static void Ensure() => _ = Done.Value;

    private static bool Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new TimeHandler());
        SqlMapper.AddTypeHandler(new JsonHandler());
        return true;
    }

    /// <summary><c>timestamptz</c> both ways, always UTC.</summary>
    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            DateTimeOffset time => time.ToUniversalTime(),
            _ => throw new DataException($"Not a time: {value.GetType()}"),
        };
    }

    private sealed class JsonHandler : SqlMapper.TypeHandler<PersistedJson>
    {
        public override void SetValue(IDbDataParameter parameter, PersistedJson value)
        {
            parameter.Value = value.Text;
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
        }

        public override PersistedJson Parse(object value) => PersistedJson.OfExternal((string)value);
    }
}
