namespace Torghut.Sandbox.Postgres.Tests;

public sealed class PostgresAddressTests
{
    [TestCase("postgresql://us%40er:p%3Aa%2Fss@db.example:6000/na%20me")]
    [TestCase("postgres://us%40er:p%3Aa%2Fss@db.example:6000/na%20me")]
    [TestCase("Host=db.example;Port=6000;Username=us@er;Password=p:a/ss;Database=na me")]
    public void Parse_EitherForm_MeansTheSame(string dsn)
    {
        var address = PostgresAddress.Parse(dsn);
        Assert.That(
            (address.Host, address.Port, address.Username, address.Password, address.Database),
            Is.EqualTo(("db.example", 6000, "us@er", "p:a/ss", "na me")));
        Assert.That(PostgresAddress.Parse(PostgresAddress.ToUri(address).AbsoluteUri).EquivalentTo(address));
    }

    [TestCase("http://somewhere/x")]
    [TestCase("Hots=x")]
    public void Parse_Neither_IsRefused(string dsn) => Assert.That(() => PostgresAddress.Parse(dsn), Throws.InstanceOf<ArgumentException>());
}
