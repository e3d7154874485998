using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Json;

public sealed class CanonicalJsonTests
{
    [Test]
    public void Serialize_EveryScalar_Frozen()
    {
        var map = new JsonMap
        {
            ["z"] = null,
            ["uuid"] = Guid.Parse("0192F0C1-2D3E-7A4B-8C5D-6E7F80910A1B"),
            ["time"] = new DateTimeOffset(2026, 2, 6, 9, 30, 0, TimeSpan.FromHours(-5)),
            ["money"] = 10.500m,
            ["whole"] = 100m,
            ["double"] = 0.1,
            ["nan"] = double.NaN,
            ["int"] = 3,
            ["span"] = TimeSpan.FromMilliseconds(1500),
            ["enum"] = OrderSide.Buy,
            ["list"] = new List<object?> { 1m, "x" },
            ["nested"] = new JsonMap { ["a"] = true },
        };
        Assert.That(
            CanonicalJson.Serialize(map),
            Is.EqualTo(
                """{"double":0.1,"enum":"buy","int":3,"list":["1","x"],"money":"10.5","nan":"NaN","nested":{"a":true},"span":"1.5","time":"2026-02-06T14:30:00.0000000Z","uuid":"0192f0c1-2d3e-7a4b-8c5d-6e7f80910a1b","whole":"100","z":null}"""));
    }

    [Test]
    public void Serialize_UnknownType_Throws() =>
        Assert.That(() => CanonicalJson.Serialize(new JsonMap { ["a"] = new Version(1, 0) }), Throws.InstanceOf<NotSupportedException>());

    [TestCase("-0.00", "0")]
    [TestCase("1200", "1200")]
    [TestCase("0.10", "0.1")]
    public void Of_Decimal_Shortest(string value, string expected) =>
        Assert.That(CanonicalText.Of(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(expected));
}
