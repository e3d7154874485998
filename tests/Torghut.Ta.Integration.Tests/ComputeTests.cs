using Torghut.Contracts.Records;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>The built torghut-ta against a broker: what comes out of Kafka is what the oracle says went in.</summary>
[TestFixture]
internal sealed class ComputeTests
{
    private TaSandbox _sandbox = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync(partitions: 1);
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
    }

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [TestCase("EXACTLY_ONCE")]
    [TestCase("AT_LEAST_ONCE", Category = "Long")]
    public async Task Run_DisturbedLogs_GivesWhatTheOracleSays(string guarantee)
    {
        var scenario = Scenario.Make(7).Disturbed(new Random(7), 5 * Scenario.Second);
        await Feeder.FeedAsync(_sandbox, scenario);
        var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());
        await using (var service = ServiceProcess.Start("torghut-ta", _sandbox.Environment(("TA_KAFKA_DELIVERY_GUARANTEE", guarantee))))
        {
            await WaitForAsync(service, expected);
            Assert.That(await service.StopAsync(), Is.Zero, service.Output);
        }

        OracleComparison.AssertEqual(await _bars.LatestAsync(), await _signals.LatestAsync(), expected);
    }

    private async Task WaitForAsync(ServiceProcess service, OracleResult expected)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count >= expected.Signals.Count, "every signal is there",
                TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException)
        {
            Assert.Fail(
                $"{(await _bars.LatestAsync()).Count} of {expected.Bars.Count} bars, {(await _signals.LatestAsync()).Count} signals.\n{service.Output}");
        }
    }
}
