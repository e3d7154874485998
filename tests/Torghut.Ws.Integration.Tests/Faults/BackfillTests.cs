using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Alpaca;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>Bars from before the start come over REST.</summary>
public sealed class BackfillTests
{
    [Test]
    public async Task Backfill_History_IsFinalAndFromRest()
    {
        await using var sandbox = await WsSandbox.StartAsync(new AlpacaSimulatorOptions { Symbols = ["AAPL", "MSFT"] });
        await sandbox.FaultAsync(new { kind = "rest_error", status = 500, count = 1, match = new { path = "/v2/stocks/bars*" } });
        var forwarder = sandbox.StartForwarder(("ENABLE_BARS_BACKFILL", "true"), ("BARS_BACKFILL_LOOKBACK_MINUTES", "30"));
        await forwarder.ReadyAsync();

        using var bars = sandbox.Read<Bar>(Topics.Bars1m);
        await bars.UntilAsync(records => records.Count(record => record.Value.Envelope.Source == Sources.Rest) >= 40, "bars of both symbols arrive");
        var rest = bars.Records.Where(record => record.Value.Envelope.Source == Sources.Rest).ToList();
        Assert.That(rest.Select(record => record.Key).Distinct(), Is.EquivalentTo(new[] { "AAPL", "MSFT" }));
        Assert.That(rest, Has.All.Matches<(string Key, int Partition, Bar Value)>(record => record.Value.Envelope.IsFinal && !record.Value.IsUpdate));
        Assert.That(rest.Select(record => (record.Key, record.Value.Envelope.EventTs)), Is.Unique);
    }
}
