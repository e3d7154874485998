using Torghut.Common.Configuration;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Tests.Hosting;

/// <summary>Defaults that are promised. A change here changes what a service without configuration does.</summary>
public sealed class OptionDefaultTests
{
    [TestCase("TRADING_ENABLED", false)]
    [TestCase("TRADING_MODE", "Paper")]
    [TestCase("TRADING_LIVE_ENABLED", false)]
    [TestCase("TRADING_KILL_SWITCH_ENABLED", true)]
    [TestCase("TRADING_ALLOW_SHORTS", false)]
    [TestCase("TRADING_POLL_MS", "00:00:05")]
    [TestCase("TRADING_RECONCILE_MS", "00:00:15")]
    [TestCase("TRADING_SIGNAL_SOURCE", "ClickHouse")]
    [TestCase("TRADING_SIGNAL_TABLE", "torghut.ta_signals")]
    [TestCase("TRADING_SIGNAL_SCHEMA", "Auto")]
    [TestCase("TRADING_SIGNAL_BATCH_SIZE", 500)]
    [TestCase("TRADING_SIGNAL_LOOKBACK_MINUTES", "00:15:00")]
    [TestCase("TRADING_PRICE_TABLE", "torghut.ta_microbars")]
    [TestCase("TRADING_PRICE_LOOKBACK_MINUTES", "00:05:00")]
    [TestCase("TRADING_STRATEGY_RELOAD_SECONDS", "00:00:10")]
    [TestCase("TRADING_PORT", 8181)]
    [TestCase("TORGHUT_ACCOUNT_LABEL", "paper")]
    public void Default_Key_AsPromised(string key, object expected) =>
        Assert.That(TradingService.OptionTypes.SelectMany(OptionKey.Of).Single(k => k.Name == key).Default?.ToString(), Is.EqualTo(expected.ToString()));

    [Test]
    public void Keys_All_AreUnique() => Assert.That(TradingService.OptionTypes.SelectMany(OptionKey.Of).Select(k => k.Name), Is.Unique);

    [Test]
    public void Keys_ThatNameSecrets_AreMarked() => Assert.That(
        TradingService.OptionTypes.SelectMany(OptionKey.Of)
            .Where(k => k.Name.EndsWith("_TOKEN", StringComparison.Ordinal) || k.Name.Contains("PASSWORD", StringComparison.Ordinal)
            || k.Name.Contains("SECRET", StringComparison.Ordinal) || k.Name.EndsWith("DSN", StringComparison.Ordinal))
            .Select(k => k.Attribute.Secret),
        Is.All.True);
}
