using Torghut.Contracts.Conditions;
using Torghut.Ta.Compute;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Golden;

/// <summary>
/// Every symbol and second of a recorded day against the oracle, in both condition modes. TORGHUT_TICKS names a LEAN data folder with
/// 2013-10-07; without it a made day is used.
/// </summary>
[TestFixture]
internal sealed class RecordedDayTests
{
    private static readonly DateOnly Date = new(2013, 10, 7);

    [TestCase(true, Category = "Long")]
    [TestCase(false)]
    public void Run_EverySymbolAndSecond_EqualsTheOracle(bool sip)
    {
        using var day = RecordedDay.Open(Date);
        var sets = TickSet.Find(new ComputeArguments(day.Folder, [], "", OutputFormat.Csv, [], Date));
        foreach (var set in sets)
        {
            var symbol = set.Name.Split(' ')[0];
            var run = new EngineRun();
            new OfflineRun(new EngineOptions { Conditions = sip ? TradeConditionMode.Sip : TradeConditionMode.All }, new Relay(run))
                .Run(set, _ => { }, CancellationToken.None);
            OracleComparison.AssertEqual(run.Bars, run.Signals,
                TaOracle.Run(RecordedEvents.Trades(day.Folder, symbol, Date), RecordedEvents.Quotes(day.Folder, symbol, Date), new OracleSettings(Sip: sip)));
        }

        Assert.That(sets, Is.Not.Empty);
    }

    private sealed class Relay(EngineRun run) : IEngineOutput
    {
        public void OnMicrobar(in Contracts.Records.Microbar bar) => run.OnMicrobar(bar);

        public void OnSignal(in Contracts.Records.Signal signal) => run.OnSignal(signal);
    }
}
