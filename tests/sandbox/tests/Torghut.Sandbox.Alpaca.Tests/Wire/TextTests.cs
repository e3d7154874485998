using System.Text;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Numbers;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Tests.Wire;

public sealed class TextTests
{
    [TestCase(0L, "1970-01-01T00:00:00Z")]
    [TestCase(1_775_490_866_100_000_000L, "2026-04-06T15:54:26.1Z")]
    [TestCase(1_775_490_866_123_456_700L, "2026-04-06T15:54:26.1234567Z")]
    [TestCase(1_775_490_866_838_232_220L, "2026-04-06T15:54:26.83823222Z")]
    [TestCase(1_775_490_866_000_000_001L, "2026-04-06T15:54:26.000000001Z")]
    public void Format_Time_CutsTrailingZeros(long nanoseconds, string expected) => Assert.That(Timestamps.Format(nanoseconds), Is.EqualTo(expected));

    [TestCase(1_629_200L, "162.92")]
    [TestCase(1_360_000L, "136")]
    [TestCase(1L, "0.0001")]
    [TestCase(10_500L, "1.05")]
    [TestCase(0L, "0")]
    public void Price_TenThousandths_IsTheShortestDecimal(long value, string expected)
    {
        var buffer = new byte[40];
        var output = new Utf8Out(buffer);
        output.Price(value);
        Assert.That(Encoding.ASCII.GetString(buffer, 0, output.Length), Is.EqualTo(expected));
    }

    [TestCase("1.5", 1)]
    [TestCase("1.500", 1)]
    [TestCase("100", 0)]
    [TestCase("0.000000001", 9)]
    public void Decimals_IgnoresTrailingZeros(string value, int expected) =>
        Assert.That(Amounts.Decimals(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(expected));

    [TestCase("PendingNew", "pending_new")]
    [TestCase("PartiallyFilled", "partially_filled")]
    public void Of_Status_IsTheWordOfTheWire(string status, string word) => Assert.That(EnumNames.Of(Enum.Parse<OrderStatus>(status)), Is.EqualTo(word));

    [Test]
    public void Status_Words_AreThoseOfTheProtocol()
    {
        // Clients match on these words; a change here breaks them.
        Assert.That(Enum.GetValues<OrderStatus>().Select(EnumNames.Of), Is.EqualTo(new[]
        {
            "pending_new", "accepted", "new", "partially_filled", "filled", "canceled", "expired", "replaced", "rejected", "held",
        }));
    }
}
