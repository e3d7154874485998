using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;
using FsCheck;
using FsCheck.Fluent;

namespace Torghut.ClickHouse.Tests.Client;

public sealed class ParameterTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(60);

    [TestCase("'; DROP TABLE x; --")]
    [TestCase(@"\'; SELECT 1 --")]
    [TestCase("a\tb\nc\rd\0e\bf\fg")]
    [TestCase(@"\N")]
    [TestCase("NULL")]
    [TestCase("{x:String}")]
    [TestCase("`\"é漢🚀")]
    [TestCase("")]
    public async Task String_HostileText_ComesBackAsItIs(string text) => Assert.That(await EchoAsync("String", text), Is.EqualTo(text));

    [Test]
    public void String_AnyText_ComesBackAsItIs() =>
        Check.One(Runs, Prop.ForAll<string?>(text =>
        {
            // Lone surrogates are no text and have no UTF-8.
            string? valid = text is null ? null : new string([.. text.Where(c => !char.IsSurrogate(c))]);
            Same("Nullable(String)", valid);
        }));

    [Test]
    public void Int64_AnyValue_ComesBack() => Check.One(Runs, Prop.ForAll<long>(value => Same("Int64", value)));

    [Test]
    public void UInt64_AnyValue_ComesBack() => Check.One(Runs, Prop.ForAll<ulong>(value => Same("UInt64", value)));

    [Test]
    public void Float64_AnyFiniteValue_ComesBack() =>
        Check.One(Runs, Prop.ForAll(ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).ToArbitrary(), value => Same("Float64", value)));

    [Test]
    public async Task Instant_OfAnyOffset_ComesBackAsTheSameInstant()
    {
        var at = new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(-5));
        Assert.That(await EchoAsync("DateTime64(3, 'UTC')", at, "toUnixTimestamp64Milli({0})"), Is.EqualTo(at.ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task Instant_FinerThanItsType_IsCutOffAndNotRounded()
    {
        var at = new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9_999);
        Assert.That(await EchoAsync("DateTime64(3, 'UTC')", at, "toUnixTimestamp64Milli({0})"), Is.EqualTo(at.ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task Strings_HostileElements_ComeBackAsTheyAre() =>
        Assert.That(await EchoAsync("Array(String)", new[] { "a'b", "c\\d", "e\nf", "'g'", "" }, "arrayStringConcat({0}, '|')"),
        Is.EqualTo("a'b|c\\d|e\nf|'g'|"));

    [Test]
    public void Value_ThatIsNotOfItsType_IsRefusedByTheServer() =>
        Assert.That(
            async () => await EchoAsync("UInt32", "1 OR 1=1"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(ClickHouseErrorCodes.BadQueryParameter));

    [Test]
    public void Value_ThatTheTypeCannotBeMadeOf_IsRefusedHere() => Assert.That(async () => await EchoAsync("Array(String)", 5), Throws.ArgumentException);

    [Test]
    public void Placeholder_WithoutAValue_IsRefusedByTheServer() =>
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT {x:UInt32}"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(456));

    private static void Same(string type, object? value) => Assert.That(EchoAsync(type, value).GetAwaiter().GetResult(), Is.EqualTo(value));

    private static Task<object?> EchoAsync(string type, object? value, string wrap = "{0}")
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("x", value);
        return TestServer.Client.ExecuteScalarAsync("SELECT " + wrap.Replace("{0}", "{x:" + type + "}", StringComparison.Ordinal), parameters);
    }
}
