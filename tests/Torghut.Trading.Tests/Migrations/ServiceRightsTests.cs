using System.Text.RegularExpressions;
using Torghut.Trading.Migrations;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Tests.Migrations;

public sealed partial class ServiceRightsTests
{
    private const string Owner = "postgresql://owner:p@db:5432/torghut";

    [Test]
    public void Tables_OfTheMigrations_AreGrantedOnce()
    {
        var made = Migration.All.SelectMany(migration => Made().Matches(migration.Sql)).Select(match => match.Groups[1].Value);
        var renamed = Migration.All.SelectMany(migration => Renamed().Matches(migration.Sql))
            .Select(match => (From: match.Groups[1].Value, To: match.Groups[2].Value))
            .ToList();
        var wanted = made.Except(renamed.Select(table => table.From)).Union(renamed.Select(table => table.To)).Append("schema_migrations");
        Assert.That(
            ServiceRights.Changing.Concat(ServiceRights.AppendOnly).Concat(ServiceRights.Forgotten).Concat(ServiceRights.ReadOnly)
                .Except(renamed.Select(table => table.From)),
            Is.EquivalentTo(wanted));
    }

    [TestCase("postgresql://service:p@db:5432/torghut", Owner, "", "service", TestName = "a role of its own for migrations")]
    [TestCase(Owner, "", "", "", TestName = "one role for both")]
    [TestCase(Owner, Owner, "", "", TestName = "the same role twice")]
    [TestCase(Owner, "", "named", "named", TestName = "a role that is named")]
    [TestCase("postgresql://service:p@db:5432/torghut", Owner, "named", "named", TestName = "a name before the role of the address")]
    public void GrantedRole_OfTheOptions_IsTheServices(string service, string migrations, string named, string expected) =>
        Assert.That(new MigrationOptions { Dsn = migrations, ServiceRole = named }.GrantedRole(new DatabaseOptions { Dsn = service }), Is.EqualTo(expected));

    [Test]
    public void Validate_AddressThatIsNone_IsNamedWithoutItsText() =>
        Assert.That(new MigrationOptions { Dsn = "secret" }.Validate().Single().ToString(), Does.Contain("DB_MIGRATION_DSN").And.Not.Contain("secret"));

    [GeneratedRegex(@"CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)")]
    private static partial Regex Made();

    [GeneratedRegex(@"ALTER TABLE ([a-z_]+) RENAME TO ([a-z_]+)")]
    private static partial Regex Renamed();
}
