namespace Torghut.Sandbox.Infrastructure;

/// <summary>How each kind of work reaches Postgres, as DSNs.</summary>
/// <param name="Owner">Migrations, and whoever looks at everything.</param>
/// <param name="Trading">torghut-trading itself.</param>
/// <param name="Ops">torghut-ops, which only reads.</param>
internal sealed record DatabaseAddresses(string Owner, string Trading, string Ops)
{
    /// <summary>Whether the services have roles of their own, so that migrations run apart from them.</summary>
    public bool HasRoles => Trading != Owner;

    /// <summary>One role for everything: the database is somebody else's, or the services are started by hand.</summary>
    public static DatabaseAddresses OneRole(string dsn) => new(dsn, dsn, dsn);
}
