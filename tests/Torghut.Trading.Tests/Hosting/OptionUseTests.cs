using System.Reflection;
using System.Reflection.Emit;
using Torghut.Common.Configuration;
using Torghut.Common.Kafka;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Loop;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Hosting;

/// <summary>A setting that nobody reads is a promise that nobody keeps.</summary>
public sealed class OptionUseTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Test]
    public void Keys_All_AreReadByWhatObeysThem()
    {
        var read = typeof(TradingService).Assembly.GetTypes().Append(typeof(KafkaClientOptions))
            .SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            .Where(method => !method.Name.Contains("Validate", StringComparison.Ordinal) && method.DeclaringType?.Name.Contains("Validate") != true)
            .SelectMany(Called).OfType<MethodInfo>().Select(called => called.GetBaseDefinition()).ToHashSet();
        var unread = TradingService.OptionTypes.SelectMany(OptionKey.Of)
            .Where(key => key.Property.DeclaringType?.Assembly == typeof(TradingService).Assembly)
            .Where(key => !read.Contains(key.Property.GetMethod!.GetBaseDefinition()))
            .Select(key => key.Name);

        // Obeyed where they are validated: a switch that is off needs its reason, and there is one source of signals.
        Assert.That(unread, Is.EquivalentTo(new[] { "TRADING_KILL_SWITCH_OFF_REASON", "TRADING_SIGNAL_SOURCE" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void OrderPolicy_Settings_Arrive(bool limit) =>
        Assert.That(new BrokerOptions { PreferLimit = limit, LimitOffsetBps = 7 }.Policy, Is.EqualTo(new OrderPolicy(limit, 7)));

    [TestCase(null, 120)]
    [TestCase(30, 30)]
    public void FeatureQuality_Settings_Arrive(int? own, int staleness)
    {
        var options = new SignalOptions
        {
            MaxNullRate = 0.1,
            MaxDuplicateRate = 0.9,
            MaxStaleness = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        Assert.That(options.Quality(TimeSpan.FromSeconds(120)), Is.EqualTo(new FeatureQualityLimits(0.1, TimeSpan.FromSeconds(staleness), 0.9)));
    }

    /// <summary>Entries are read as far back as the longest cool-down that any strategy has; what lies before is not known and delays nobody.</summary>
    [TestCase(60, new int[0], 60)]
    [TestCase(60, new[] { 300, 5 }, 300)]
    [TestCase(60, new[] { 5 }, 60)]
    public void Cooldowns_ServiceAndStrategies_TheLongestIsReadBack(int service, int[] strategies, int expected)
    {
        var entries = strategies.Select((seconds, number) => $"  - name: s{number}\n    type: macd_rsi\n    cooldown_seconds: {seconds}\n");
        var catalogue = strategies.Length == 0
            ? StrategyCatalogue.Empty
            : CatalogueParser.Parse("strategies.yaml", "strategies:\n" + string.Concat(entries)).Catalogue!;
        Assert.That(
            ContextLoader.LongestCooldown(catalogue, new RiskOptions { Cooldown = TimeSpan.FromSeconds(service) }), Is.EqualTo(TimeSpan.FromSeconds(expected)));
    }

    /// <summary>Methods that a method's code names in a call.</summary>
    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        for (var i = 0; i + 4 < code.Length; i++)
        {
            if ((code[i] == OpCodes.Call.Value || code[i] == OpCodes.Callvirt.Value) && Resolve(method, BitConverter.ToInt32(code, i + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    /// <summary>Null where the bytes were no call after all.</summary>
    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(
                token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception none) when (none is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
