using Torghut.Ops.Hosting;

namespace Torghut.Ops.Tests.Hosting;

public sealed class PostgresDsnParserTests
{
    [TestCase("postgresql://us%40er:p%3Aw@db:6000/torghut?sslmode=verify-full&connect_timeout=7", "db", 6000, "us@er", "p:w", "torghut")]
    [TestCase("postgres://user@db/torghut", "db", 5432, "user", null, "torghut")]
    [TestCase("Host=db;Username=user;Database=torghut", "db", 5432, "user", null, "torghut")]
    public void TryParse_EitherForm_IsRead(string dsn, string host, int port, string user, string? password, string database)
    {
        Assert.That(PostgresDsnParser.TryParse(dsn, out var builder), Is.True);
        Assert.That((builder!.Host, builder.Port, builder.Username, builder.Password, builder.Database), Is.EqualTo((host, port, user, password, database)));
    }

    [TestCase("postgresql://db/x?nothing=1")]
    [TestCase("postgresql://db/x?sslmode=sometimes")]
    [TestCase("no dsn")]
    public void TryParse_Nonsense_IsRefused(string dsn)
    {
        Assert.That(PostgresDsnParser.TryParse(dsn, out _), Is.False);
    }
}
