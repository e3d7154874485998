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
