using System.Globalization;
using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

public sealed class OptionReaderTests
{
    [Test]
    public void Read_EmptyEnvironment_NamesEveryRequiredKeyAtOnce()
    {
        var options = OptionReader.Read([typeof(SampleOptions)], new Dictionary<string, string>(), out var problems);

        Assert.Multiple(() =>
        {
            Assert.That(options, Is.Null);
            Assert.That(problems.Select(problem => problem.Key), Is.EquivalentTo(new[] { "SAMPLE_BOOTSTRAP", "SAMPLE_SECRET" }));
        });
    }

    [Test]
    public void Read_ValidValues_SetsEachTypeInItsUnit()
    {
        var options = OptionReader.Read([typeof(SampleOptions)], Good(), out _)!.Get<SampleOptions>();

        Assert.Multiple(() =>
        {
            Assert.That(options.Linger, Is.EqualTo(TimeSpan.FromMilliseconds(7)));
            Assert.That(options.Ttl, Is.EqualTo(TimeSpan.FromDays(2)));
            Assert.That(options.Mode, Is.EqualTo(SampleMode.ExactlyOnce));
            Assert.That(options.Symbols, Is.EqualTo(new[] { "AAPL", "MSFT" }));
            Assert.That(options.Limit, Is.EqualTo(12.5m));
            Assert.That(options.Enabled, Is.True);
            Assert.That(options.Url, Is.EqualTo(new Uri("http://127.0.0.1:1/")));
        });
    }

    [TestCase("jdbc:clickhouse://store:8123/torghut", "http://store:8123/")]
    [TestCase("jdbc:clickhouse://store:8443/torghut?ssl=true", "https://store:8443/")]
    [TestCase("jdbc:clickhouse://store:80/torghut?SSL=TRUE", "https://store:80/")]
    [TestCase("jdbc:clickhouse://store/torghut", "http://store:8123/")]
    [TestCase("jdbc:clickhouse://[::1]/torghut?ssl=true", "https://[::1]:8443/")]
    [TestCase("jdbc:clickhouse:https://store:8443", "https://store:8443/")]
    public void Read_JdbcAddress_IsTheServers(string text, string expected)
    {
        var environment = Good();
        environment["SAMPLE_URL"] = text;

        var options = OptionReader.Read([typeof(SampleOptions)], environment, out _)!.Get<SampleOptions>();

        Assert.That(options.Url, Is.EqualTo(new Uri(expected)));
    }

    [TestCase("jdbc:clickhouse://store:8123/torghut?user=a&password=b")]
    [TestCase("jdbc:clickhouse://a@store:8123/torghut")]
    public void Read_JdbcAddressWithAUser_IsRefusedAndNotShown(string text)
    {
        var environment = Good();
        environment["SAMPLE_URL"] = text;

        Assert.That(OptionReader.Read([typeof(SampleOptions)], environment, out var problems), Is.Null);

        Assert.That(problems.Single().ToString(), Does.Contain("without user, password or query").And.Not.Contain("store"));
    }

    [TestCase(null, "3", "3")]
    [TestCase("", "3", "3")]
    [TestCase("4", "3", "4")]
    public void Read_FormerKey_CountsWhileTheNewOneHasNoValue(string? value, string former, string expected)
    {
        var environment = Good();
        environment["SAMPLE_CAP"] = former;
        environment["SAMPLE_LIMIT"] = value ?? "";

        var options = OptionReader.Read([typeof(SampleOptions)], environment, out _)!.Get<SampleOptions>();

        Assert.That(options.Limit, Is.EqualTo(decimal.Parse(expected, CultureInfo.InvariantCulture)));
    }

    [TestCase("SAMPLE_LINGER_MS", "-1")]
    [TestCase("SAMPLE_LINGER_MS", "1001")]
    [TestCase("SAMPLE_LINGER_MS", "7s")]
    [TestCase("SAMPLE_TTL_DAYS_SIGNALS", "99999999999999")]
    [TestCase("SAMPLE_MODE", "sometimes")]
    [TestCase("SAMPLE_ENABLED", "maybe")]
    [TestCase("SAMPLE_URL", "ftp://example")]
    [TestCase("SAMPLE_URL", "not a url")]
    [TestCase("SAMPLE_URL", "jdbc:postgresql://store:5432/torghut")]
    [TestCase("SAMPLE_URL", "jdbc:clickhouse:store")]
    [TestCase("SAMPLE_URL", "jdbc:clickhouse://a:8123,b:8123/torghut")]
    [TestCase("SAMPLE_URL", "jdbc:clickhouse:ftp://store")]
    [TestCase("SAMPLE_LIMIT", "NaN")]
    [TestCase("SAMPLE_LIMIT", "1e400")]
    public void Read_BadValue_SaysKeyExpectationAndValue(string key, string value)
    {
        var environment = Good();
        environment[key] = value;

        var options = OptionReader.Read([typeof(SampleOptions)], environment, out var problems);

        Assert.Multiple(() =>
        {
            Assert.That(options, Is.Null);
            Assert.That(problems.Single().Key, Is.EqualTo(key));
            Assert.That(problems.Single().ToString(), Does.Contain("expected").And.Contain(value));
        });
    }

    [Test]
    public void Read_BadSecret_NeverShowsIt()
    {
        var environment = Good();
        environment["SAMPLE_PIN"] = "hunter2";

        OptionReader.Read([typeof(SampleOptions)], environment, out var problems);

        Assert.That(problems.Single().ToString(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void Read_BlankValue_LeavesTheDefault()
    {
        var environment = Good();
        environment["SAMPLE_LINGER_MS"] = "  ";

        Assert.That(OptionReader.Read([typeof(SampleOptions)], environment, out _)!.Get<SampleOptions>().Linger, Is.EqualTo(TimeSpan.FromMilliseconds(5)));
    }

    [Test]
    public void Read_KeysThatContradict_AreReported()
    {
        var environment = Good();
        environment["SAMPLE_LIMIT"] = "13";

        OptionReader.Read([typeof(SampleOptions)], environment, out var problems);

        Assert.That(problems.Single().Key, Is.EqualTo("SAMPLE_LIMIT"));
    }

    [Test]
    public void Effective_Secrets_AreNotShown()
    {
        var options = OptionReader.Read([typeof(SampleOptions)], Good(), out _)!;

        Assert.That(ConfigurationHelp.Effective(options).Select(pair => pair.Value), Has.None.Contain("s3cret"));
    }

    [Test]
    public void Render_EveryKey_StandsInHelpWithItsDefault()
    {
        var help = ConfigurationHelp.Render([typeof(SampleOptions)]);

        Assert.That(help, Does.Contain("SAMPLE_LINGER_MS  (a whole number of milliseconds from 0 to 1000; default 5)").And.Contain(
            "SAMPLE_BOOTSTRAP").And.Contain("required"));
    }

    private static Dictionary<string, string> Good() => new()
    {
        ["SAMPLE_BOOTSTRAP"] = "localhost:9092",
        ["SAMPLE_SECRET"] = "s3cret",
        ["SAMPLE_LINGER_MS"] = "7",
        ["SAMPLE_TTL_DAYS_SIGNALS"] = "2",
        ["SAMPLE_MODE"] = "EXACTLY_ONCE",
        ["SAMPLE_SYMBOLS"] = "AAPL, MSFT,",
        ["SAMPLE_LIMIT"] = "12.5",
        ["SAMPLE_ENABLED"] = "true",
        ["SAMPLE_URL"] = "http://127.0.0.1:1",
    };

    [TestCase("SAMPLE_URL", "http://user:hunter2@host/")]
    [TestCase("SAMPLE_URL", "http://hunter2@host/")]
    [TestCase("SAMPLE_URL", "http://host/?token=hunter2")]
    [TestCase("SAMPLE_URL", "ftp://hunter2@host/", Description = "of a scheme that is not taken, too")]
    [TestCase("SAMPLE_URL", "user:hunter2@host")]
    [TestCase("SAMPLE_LIST_URL", "http://user:hunter2@host/?enabled=true")]
    [TestCase("SAMPLE_BOOTSTRAP", "first:9092,user:hunter2@second:9092")]
    [TestCase("SAMPLE_BOOTSTRAP", "user:hunter2:@second:9092")]
    [TestCase("SAMPLE_BOOTSTRAP", "a@b,first:9092 ::hunter2@second:9092")]
    [TestCase("SAMPLE_SYMBOLS", "http://user:hunter2@host/")]
    public void Read_CredentialsInAnAddress_AreRefusedAndNotShown(string key, string value)
    {
        var environment = Required();
        environment[key] = value;
        Assert.That(OptionReader.Read([typeof(SampleOptions)], environment, out var problems), Is.Null);
        Assert.That(problems.Single().Key, Is.EqualTo(key));
        Assert.That(problems.Single().ToString(), Does.Not.Contain("hunter2"));
    }

    [TestCase("SAMPLE_BOOTSTRAP", "first:9092,second:9092")]
    [TestCase("SAMPLE_BOOTSTRAP", "first:9092,b@second:9092")]
    [TestCase("SAMPLE_BOOTSTRAP", ":9092@second")]
    [TestCase("SAMPLE_SECRET", "user:hunter2@host")]
    [TestCase("SAMPLE_SYMBOLS", "@,I,T")]
    [TestCase("SAMPLE_LIST_URL", "http://host/?enabled=true")]
    [TestCase("SAMPLE_URL", "http://[::1]:80/a@b")]
    public void Read_NoCredentials_AreTaken(string key, string value)
    {
        var environment = Required();
        environment[key] = value;
        Assert.That(OptionReader.Read([typeof(SampleOptions)], environment, out var problems), Is.Not.Null, string.Join(' ', problems));
    }

    private static Dictionary<string, string> Required() => new() { ["SAMPLE_BOOTSTRAP"] = "host:9092", ["SAMPLE_SECRET"] = "x" };
}
