using Npgsql;
using Torghut.Common.Storage;

namespace Torghut.Common.Tests.Storage;

public sealed class PostgresDsnParserTests
{
    [TestCase("postgresql://us%40er:p%3Aw@db:6000/torghut?sslmode=verify-full&connect_timeout=7", "db", 6000, "us@er", "p:w", "torghut")]
    [TestCase("postgres://user@db/torghut", "db", 5432, "user", null, "torghut")]
    [TestCase("POSTGRES://user@db/torghut", "db", 5432, "user", null, "torghut")]
    [TestCase("Host=db;Username=user;Database=torghut", "db", 5432, "user", null, "torghut")]
    public void Parse_EitherForm_IsRead(string dsn, string host, int port, string user, string? password, string database)
    {
        var parsed = PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(dsn);
        Assert.That((parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database), Is.EqualTo((host, port, user, password, database)));
    }

    [Test]
    public void Parse_LibpqsParameters_AreTheDrivers()
    {
        var parsed = PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(
            "postgresql://db/x?sslmode=verify-full&connect_timeout=7&application_name=a%20b&sslrootcert=%2Fca.pem");
        Assert.That((parsed.SslMode, parsed.Timeout, parsed.ApplicationName, parsed.RootCertificate), Is.EqualTo((SslMode.VerifyFull, 7, "a b", "/ca.pem")));
    }

    [TestCase("postgresql://")]
    [TestCase("postgresql://db/x?nothing=1")]
    [TestCase("postgresql://db/x?sslmode=sometimes")]
    [TestCase("postgresql://db/x?connect_timeout=soon")]
    [TestCase("Database=x;Password=secret-password")]
    [TestCase("nonsense=secret-password")]
    [TestCase("no dsn")]
    [TestCase("")]
    public void Parse_Neither_IsRefusedWithoutTheText(string dsn)
    {
        Assert.That(PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(dsn, out _), Is.False);
        Assert.That(
            () => PostgresDsnParser.Parse<NpgsqlConnectionStringBuilder>(dsn),
            Throws.InstanceOf<FormatException>().With.Message.Not.Contain("secret-password"));
    }
}
