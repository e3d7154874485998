using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

public sealed class NumberTests
{
    [TestCase("1")]
    [TestCase("0.1")]
    [TestCase("162.92")]
    [TestCase("9007199254740993")]
    [TestCase("123456789012345678901234567890")]
    [TestCase("0.000000000000000000000000000001")]
    [TestCase("1E3")]
    [TestCase("1.7976931348623157e308")]
    [TestCase("4.9e-324")]
    public void Parse_Number_IsTheNearestDouble(string text) =>
        Assert.That(PriceOf(text), Is.EqualTo(double.Parse(text, CultureInfo.InvariantCulture)));

    [Test]
    public void Parse_AnyFiniteDouble_RoundTrips() => Prop.ForAll<NormalFloat>(number =>
    {
        var value = Math.Abs(number.Item);
        return value == 0 || PriceOf(value.ToString("R", CultureInfo.InvariantCulture)).Equals(value);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Parse_AnyDecimalPrice_IsTheNearestDouble() => Prop.ForAll<uint, byte>((mantissa, scale) =>
    {
        var text = new decimal((int)(mantissa >> 1), (int)(mantissa & 0xFF), 0, false, (byte)(scale % 20)).ToString(CultureInfo.InvariantCulture);
        var expected = double.Parse(text, CultureInfo.InvariantCulture);
        return expected == 0 || PriceOf(text).Equals(expected);
    }).QuickCheckThrowOnFailure();

    [TestCase(999_999_999_999_999_999)]
    [TestCase(long.MaxValue)]
    public void Parse_LargeId_IsRead(long id) => Assert.That(
        RecordingHandler.Read($$"""[{"T":"t","S":"A","i":{{id}},"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}]""").Single<TradeMessage>().Id, Is.EqualTo(id));

    private static double PriceOf(string text) =>
        RecordingHandler.Read($$"""[{"T":"t","S":"A","i":1,"p":{{text}},"s":3,"t":"2026-04-06T15:54:26Z"}]""").Single<TradeMessage>().Price;
}
