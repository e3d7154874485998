using Npgsql;
using Torghut.Common.Configuration;
using Torghut.Common.Storage;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Migrations;

/// <summary>When migrations run, and as whom: the role that owns the tables. It is not the service's own, so that the service cannot undo its audit.</summary>
internal sealed class MigrationOptions : IValidatableOptions
{
    /// <summary>One for the advisory lock and the scripts, one to spare.</summary>
    private const int MigratingConnections = 2;

    [ConfigurationKey("TRADING_MIGRATE_AT_START", "Apply missing migrations before the loop starts.")]
    public bool AtStart { get; set; }

    [ConfigurationKey("DB_MIGRATION_DSN", "Postgres as the role that owns the tables, for migrations alone; DB_DSN when empty.", Secret = true)]
    public string Dsn { get; set; } = "";

    [ConfigurationKey(
        "DB_SERVICE_ROLE",
        "Role that migrations grant the service's least rights to; when empty, the role of DB_DSN if DB_MIGRATION_DSN names another, else none.")]
    public string ServiceRole { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Dsn.Length > 0 && !PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(Dsn, out _))
        {
            yield return new ConfigurationProblem("DB_MIGRATION_DSN", PostgresDsnParser.Expected, "a value that is not shown");
        }
    }

    /// <summary>How migrations reach the database.</summary>
    /// <param name="service">How the service does.</param>
    public DatabaseOptions DatabaseFor(DatabaseOptions service) => new()
    {
        Dsn = Dsn.Length > 0 ? Dsn : service.Dsn,
        ConnectTimeout = service.ConnectTimeout,
        CommandTimeout = service.CommandTimeout,
        MaxConnections = MigratingConnections,
    };

    /// <summary>The role that gets the service's rights; empty when the service migrates as itself.</summary>
    /// <param name="service">How the service reaches the database.</param>
    public string GrantedRole(DatabaseOptions service)
    {
        if (ServiceRole.Length > 0 || Dsn.Length == 0)
        {
            return ServiceRole;
        }

        var role = RoleOf(service.Dsn);
        return role == RoleOf(Dsn) ? "" : role;
    }

    private static string RoleOf(string dsn) => PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(dsn).Username ?? "";
}
