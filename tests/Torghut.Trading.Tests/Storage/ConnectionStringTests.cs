using Torghut.Trading.Storage;

namespace Torghut.Trading.Tests.Storage;

public sealed class ConnectionStringTests
{
    [Test]
    public void Parse_Uri_AllParts()
    {
        var parsed = ConnectionString.Parse("postgresql://app:p%40ss@db.torghut:6432/trading?sslmode=verify-full&connect_timeout=4");
        Assert.That((parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database, parsed.SslMode, parsed.Timeout),
            Is.EqualTo(("db.torghut", 6432, "app", "p@ss", "trading", Npgsql.SslMode.VerifyFull, 4)));
    }

    [Test]
    public void Parse_KeyValue_PassedOn() => Assert.That(ConnectionString.Parse("Host=h;Database=d").Host, Is.EqualTo("h"));

    [TestCase("postgresql://")]
    [TestCase("nonsense=secret-password")]
    public void Parse_Neither_FormatExceptionWithoutTheText(string dsn) =>
        Assert.That(() => ConnectionString.Parse(dsn), Throws.InstanceOf<FormatException>().With.Message.Not.Contain("secret-password"));

    [Test]
    public void OfExternal_Numbers_BecomeText()
    {
        Assert.That(PersistedJson.OfExternal("""{"b":1.50,"a":[2,1e3,{"c":0.1}],"n":null}""").Text,
            Is.EqualTo("""{"a":[2,"1e3",{"c":"0.1"}],"b":"1.50","n":null}"""));
        Assert.That(PersistedJson.OfExternal("not json").Text, Does.Contain("not_json"));
        Assert.That(PersistedJson.OfExternal(new string('[', 70_000)).Text, Does.Contain("too_long"));
    }
}
