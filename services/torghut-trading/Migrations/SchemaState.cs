using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Migrations;

/// <summary>What the service finds when it looks at the schema with its own role.</summary>
internal sealed class SchemaState(Database database)
{
    /// <summary>Whether every script of this program has been applied.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var exists = await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('schema_migrations') IS NOT NULL");
        return exists && await connection.ExecuteScalarAsync<int?>("SELECT max(version) FROM schema_migrations") >= Migration.All[^1].Version;
    }

    /// <summary>Whether this role could alter the audit log: it owns the table, may act as its owner, or is a superuser.</summary>
    public async Task<bool> MayAlterAuditAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('audit_log')), false)",
            cancellationToken: cancellationToken));
    }
}
