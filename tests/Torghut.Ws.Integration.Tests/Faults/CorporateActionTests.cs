using System.Globalization;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Integration.Tests.Sandbox;

namespace Torghut.Ws.Integration.Tests.Faults;

/// <summary>What Alpaca declares reaches the topic of trades before any trade that is under it (ADR 0030).</summary>
public sealed class CorporateActionTests
{
    [Test]
    public async Task Start_DeclaredSplitBesideWhatIsNone_IsPublishedOnce()
    {
        await using var sandbox = await WsSandbox.StartAsync();
        var today = NewYork.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await sandbox.SetCorporateActionsAsync(new
        {
            forward_splits = new object[]
            {
                new { symbol = "AAPL", new_rate = 10, old_rate = 1, ex_date = "soon" },
                new { symbol = "AAPL", new_rate = 10, old_rate = 1, ex_date = today },
                new { symbol = "AAPL", new_rate = 10, old_rate = 1, ex_date = today },
                new { symbol = "TSLA", new_rate = 3, old_rate = 1, ex_date = today },
            },
        });
        using var trades = sandbox.Read<Trade>(Topics.Trades);
        var forwarder = sandbox.StartForwarder();
        await trades.UntilAsync(records => records.Any(record => record.Value.Envelope.Channel == Channels.CorporateActions), "the split arrives");
        await trades.UntilAsync(records => records.Count(record => record.Value.Envelope.Channel == Channels.Trades) > 20, "trades flow");

        var action = trades.Records.Single(record => record.Value.Envelope.Channel == Channels.CorporateActions).Value;
        Assert.That((action.Envelope.Symbol, action.CorporateAction?.Kind, action.CorporateAction?.Ratio), Is.EqualTo(("AAPL", "split", (double?)10)));
        Assert.That(await forwarder.MetricAsync("torghut_ws_corporate_actions_total", "split"), Is.EqualTo(1));
        Assert.That(await forwarder.MetricAsync("torghut_ws_parse_errors_total", "history_item"), Is.EqualTo(1));
    }
}
