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
    public async Task String_HostileText_ComesBackAsItIs(string text) =>
        Assert.That(await Echo("String", p => p.Add("x", text)), Is.EqualTo(text));

    [Test]
    public void String_AnyText_ComesBackAsItIs() =>
        Check.One(Runs, Prop.ForAll<string?>(text =>
        {
            // Lone surrogates are no text and have no UTF-8.
            string? valid = text is null ? null : new string([.. text.Where(c => !char.IsSurrogate(c))]);
            Same(valid, "Nullable(String)", p => p.Add("x", valid));
        }));

    [Test]
    public void Int64_AnyValue_ComesBack() => Check.One(Runs, Prop.ForAll<long>(value => Same(value, "Int64", p => p.Add("x", value))));

    [Test]
    public void Float64_AnyValue_ComesBack() => Check.One(Runs, Prop.ForAll<double>(value => Same(value, "Float64", p => p.Add("x", value))));

    [Test]
    public void UnixNanoseconds_AnyInstant_ComesBack() =>
        Check.One(Runs, Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().Select(t => (t.Item1 * 2_000_000_000L) + t.Item2).ToArbitrary(), value =>
        {
            object? ticks = Echo("DateTime64(9, 'America/New_York')", p => p.AddUnixNanoseconds("x", value), "toUnixTimestamp64Nano({0})").GetAwaiter().GetResult();
            Assert.That(ticks, Is.EqualTo(value));
        }));

    [Test]
    public async Task EveryOtherType_Value_ComesBack()
    {
        var id = Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0");
        var at = new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        Assert.Multiple(async () =>
        {
            Assert.That(await Echo("UInt64", p => p.Add("x", ulong.MaxValue)), Is.EqualTo(ulong.MaxValue));
            Assert.That(await Echo("Decimal(18, 8)", p => p.Add("x", -1.00000001m)), Is.EqualTo(-1.00000001m));
            Assert.That(await Echo("Bool", p => p.Add("x", true)), Is.EqualTo(true));
            Assert.That(await Echo("UUID", p => p.Add("x", id)), Is.EqualTo(id));
            Assert.That(await Echo("Date", p => p.Add("x", new DateOnly(2024, 1, 2))), Is.EqualTo(new DateOnly(2024, 1, 2)));
            Assert.That(await Echo("DateTime64(3)", p => p.Add("x", at)), Is.EqualTo(at));
            Assert.That(await Echo("DateTime", p => p.Add("x", at.AddMilliseconds(-678))), Is.EqualTo(at.AddMilliseconds(-678)));
            Assert.That(await Echo("Nullable(String)", p => p.Add("x", (string?)null)), Is.Null);
            Assert.That(await Echo("Array(String)", p => p.Add("x", ["a'b", "c\\d", "e\nf"])), Is.EqualTo(new object[] { "a'b", "c\\d", "e\nf" }));
            Assert.That(await Echo("Array(Int64)", p => p.Add("x", [1L, -2L])), Is.EqualTo(new object[] { 1L, -2L }));
        });
    }

    [Test]
    public void Value_ThatIsNotOfItsType_IsRefusedByTheServer() =>
        Assert.That(
            async () => await Echo("UInt32", p => p.Add("x", "1 OR 1=1")),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(ClickHouseErrorCodes.BadQueryParameter));

    [Test]
    public void Placeholder_WithoutAValue_IsRefusedByTheServer() =>
        Assert.That(async () => await Echo("UInt32", _ => { }), Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(456));

    private static void Same<T>(T expected, string type, Action<ClickHouseParameters> add) =>
        Assert.That(Echo(type, add).GetAwaiter().GetResult(), Is.EqualTo(expected));

    private static Task<object?> Echo(string type, Action<ClickHouseParameters> add, string wrap = "{0}")
    {
        var parameters = new ClickHouseParameters();
        add(parameters);
        return TestServer.Client.ExecuteScalarAsync("SELECT " + wrap.Replace("{0}", "{x:" + type + "}", StringComparison.Ordinal), parameters);
    }
}
