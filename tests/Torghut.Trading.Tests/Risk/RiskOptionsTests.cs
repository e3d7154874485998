using System.Reflection;
using Torghut.Trading.Risk;
using Torghut.Trading.Sizing;

namespace Torghut.Trading.Tests.Risk;

/// <summary>What is set reaches those who obey it: a limit that is forgotten on the way is no limit.</summary>
public sealed class RiskOptionsTests
{
    private const decimal LastEquity = 1_000;

    [Test]
    public void Limits_EverySetting_Arrives() => AssertAllDiffer(Unusual().Limits(LastEquity), RiskLimits.Default);

    [Test]
    public void Sizing_EverySetting_Arrives() => AssertAllDiffer(Unusual().Sizing(), SizingLimits.Default);

    [Test]
    public void Limits_SettingsOfTheSameName_AreTakenAsTheyAre()
    {
        var options = Unusual();
        foreach (var value in new object[] { options.Limits(null), options.Sizing() })
        {
            foreach (var property in Settable(value.GetType()).Where(property => property.Name != nameof(RiskLimits.DailyLossLimit)))
            {
                if (typeof(RiskOptions).GetProperty(property.Name) is { } setting)
                {
                    Assert.That(property.GetValue(value), Is.EqualTo(setting.GetValue(options)), property.Name);
                }
            }
        }
    }

    [TestCase(null, null, null)]
    [TestCase(50, null, 50)]
    [TestCase(null, 0.1, 100)]
    [TestCase(50, 0.1, 50)]
    [TestCase(500, 0.1, 100)]
    public void LossLimit_TwoSettings_TheLowerHolds(int? fixedLimit, double? share, int? expected) => Assert.That(
        new RiskOptions { DailyLossLimit = fixedLimit, DailyLossLimitPct = (decimal?)share }.LossLimit(LastEquity), Is.EqualTo((decimal?)expected));

    /// <summary>What the texts of the settings promise, asked of the engine that obeys them: percent are percent and basis points are basis points.</summary>
    [TestCase(102, 95.3, null)]
    [TestCase(102, 95.2, "price_unconfirmed", Description = "more than 5 percent")]
    [TestCase(102, 105.2, null)]
    [TestCase(102.01, 100, "price_collar_breached", Description = "more than 200 basis points")]
    [TestCase(97.99, 100, "price_collar_breached")]
    public void Limits_InTheirUnits_AreObeyed(decimal limit, decimal brokerSays, string? expected)
    {
        var input = RiskInputs.Good with
        {
            Limits = new RiskOptions().Limits(100_000),
            Order = RiskInputs.Good.Order with { LimitPrice = limit },
            Market = RiskInputs.Good.Market with { Others = new OtherPrices(null, null, brokerSays, null) },
        };
        Assert.That(RiskEngine.Evaluate(input).Codes, expected is null ? Is.Empty : Is.EqualTo(new[] { expected }));
    }

    /// <summary>A strategy's cool-down may be longer than the service's, not shorter.</summary>
    [TestCase(60, null, 59, true)]
    [TestCase(60, null, 60, false)]
    [TestCase(60, 300, 299, true)]
    [TestCase(60, 300, 300, false)]
    [TestCase(60, 10, 30, true)]
    public void Cooldown_ServiceAndStrategy_TheLongerHolds(int service, int? own, int since, bool active)
    {
        var input = RiskInputs.Good with
        {
            Limits = new RiskOptions { Cooldown = TimeSpan.FromSeconds(service), PriceDeviationPct = 1_000 }.Limits(null) with { MaxPriceDeviation = null },
            Strategy = RiskInputs.Good.Strategy with { Cooldown = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
            Throttle = RiskInputs.Good.Throttle with { SinceLastEntry = TimeSpan.FromSeconds(since) },
        };
        Assert.That(RiskEngine.Evaluate(input).Reasons.Contains(RiskReason.CooldownActive), Is.EqualTo(active));
    }

    private static void AssertAllDiffer(object made, object standard)
    {
        var same = Settable(made.GetType()).Where(property => Equals(property.GetValue(made), property.GetValue(standard))).Select(property => property.Name);
        Assert.That(same, Is.Empty);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(property => property.CanWrite);

    /// <summary>Every setting at a value that no default has, and no two numbers alike.</summary>
    private static RiskOptions Unusual()
    {
        var options = new RiskOptions();
        var next = 1_000_003;
        foreach (var property in Settable(typeof(RiskOptions)))
        {
            next++;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object value = type == typeof(bool) ? true : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(next) : Convert.ChangeType(next, type, null);
            property.SetValue(options, value);
        }

        return options;
    }
}
