using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Kafka;
using Torghut.Testing;

namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>
/// The four places in which a fault shows: the topics, <c>/readyz</c>, the metrics and the status records. Each assertion here looks at all
/// of them.
/// </summary>
internal sealed class Planes(WsSandbox sandbox, Forwarder forwarder, KafkaUser? reader = null) : IDisposable
{
    private static readonly string[] Gates = ["alpaca_ws", "kafka", "trade_updates"];

    private int _seen;

    public Forwarder Forwarder => forwarder;

    public TopicReader<Trade> Trades { get; } = sandbox.Read<Trade>(Topics.Trades, reader);

    public TopicReader<ForwarderStatus> Statuses { get; } = sandbox.Read<ForwarderStatus>(Topics.Status, reader);

    /// <summary>The trades of the market-data channel itself.</summary>
    public IEnumerable<Trade> Published => Trades.Records.Select(record => record.Value).Where(trade => trade.Envelope.Channel == Channels.Trades);

    /// <summary>From here on status records count.</summary>
    public void Mark()
    {
        Statuses.Drain();
        _seen = Statuses.Records.Count;
    }

    /// <summary>One gate is shut with this class, in the report and in the gauges alike, and a record tells why.</summary>
    public async Task ReportedAsync(string gate, string errorClass, string status, string reason)
    {
        await NotReadyAsync(gate, errorClass);
        await RecordAsync(status, reason, errorClass);
    }

    /// <summary>One gate is shut with this class, in the report and in the gauges alike.</summary>
    public async Task NotReadyAsync(string gate, string errorClass, params string[] alsoShut)
    {
        await forwarder.NotReadyAsync(errorClass, Eventually.Timeout);
        var response = await forwarder.ReadyzAsync();
        foreach (var one in Gates)
        {
            Assert.That(response.Gates[one], Is.EqualTo(one != gate && !alsoShut.Contains(one)), $"{one} in {response}");
        }

        await forwarder.MetricReachesAsync("torghut_ws_readyz_error_class", 1, $"\"{errorClass}\"");
        await ReadsAsync("torghut_ws_readyz_status", 0);
        await ReadsAsync("torghut_ws_readyz_gate_status", 0, $"\"{gate}\"");
    }

    /// <summary>A status record of these words came since the last <see cref="Mark"/>.</summary>
    public Task RecordAsync(string status, string? reason, string? errorClass) => Statuses.UntilAsync(
        records => records.Skip(_seen).Any(record => record.Value.Status == status && record.Value.Reason == reason && record.Value.ErrorClass == errorClass),
        $"a status record {status} {reason} {errorClass}");

    /// <summary>Everything is well: ready without a class, gauges alike, heartbeats, and trades arrive that obey the contract.</summary>
    public async Task FlowsAsync()
    {
        await forwarder.ReadyAsync(Eventually.Timeout);
        Assert.That((await forwarder.ReadyzAsync()).ErrorClass, Is.Null);
        await ReadsAsync("torghut_ws_readyz_status", 1);
        await ReadsAsync("torghut_ws_readyz_error_class", 0);
        Statuses.Drain();
        var reported = Statuses.Records.Count;
        await Statuses.UntilAsync(
            records => records.Skip(reported).Any(record => record.Value is { Status: "healthy", ErrorClass: null }), "a healthy heartbeat");
        Trades.Drain();
        var before = Trades.Records.Count;
        await Trades.UntilAsync(records => records.Count > before + 5, "trades flow");
        Obeys();
        Mark();
    }

    /// <summary>The fault cost nothing but what it is: still ready, no reconnect, no record but healthy ones, trades flow.</summary>
    public async Task UntouchedAsync(Func<Task> happensAsync)
    {
        Mark();
        var reconnects = await forwarder.MetricAsync("torghut_ws_reconnects_total");
        await happensAsync();
        var response = await forwarder.ReadyzAsync();
        Assert.That((response.Status, response.ErrorClass), Is.EqualTo((200, (string?)null)));
        var since = _seen;
        await FlowsAsync();
        Assert.That(Statuses.Records.Skip(since).Select(record => record.Value.Status), Has.All.EqualTo("healthy"));
        Assert.That(await forwarder.MetricAsync("torghut_ws_reconnects_total"), Is.EqualTo(reconnects), forwarder.Process.Output);
    }

    /// <summary>Keys, numbers and order of everything read so far.</summary>
    public void Obeys()
    {
        foreach (var (key, _, trade) in Trades.Records)
        {
            Assert.That(key, Is.EqualTo(trade.Envelope.Symbol));
            Assert.That(double.IsFinite(trade.Price) && trade.Price >= 0 && double.IsFinite(trade.Size) && trade.Size >= 0, $"{trade}");
        }

        foreach (var symbol in Trades.Records.GroupBy(record => record.Key))
        {
            Assert.That(symbol.Select(record => record.Value.Envelope.Seq), Is.Ordered.And.Unique);
            Assert.That(symbol.Select(record => record.Partition).Distinct().Count(), Is.EqualTo(1));
        }
    }

    /// <summary>No trade is in the topic twice.</summary>
    public void HasNoRepetition() => Assert.That(Published.Select(trade => (trade.Envelope.Symbol, trade.Exchange, trade.Id)), Is.Unique);

    /// <summary>
    /// Every trade comes before its second is closed, by the rule of whoever computes bars from the topic: a second is closed when an event of the partition is
    /// two seconds ahead of its end. Together with <see cref="HoldsAllAsync"/> and <see cref="HasNoRepetition"/> every bar is whole.
    /// </summary>
    public void HasNoLateTrade()
    {
        const long OutOfOrder = 2 * Nanos.PerSecond;
        foreach (var partition in Trades.Records.GroupBy(record => record.Partition))
        {
            var newest = long.MinValue;
            foreach (var (_, _, trade) in partition)
            {
                var end = (Nanos.FloorSecond(trade.Envelope.EventTs) + 1) * Nanos.PerSecond;
                Assert.That(newest == long.MinValue || end > newest - OutOfOrder, $"{trade} comes after its second was closed");
                newest = Math.Max(newest, trade.Envelope.EventTs);
            }
        }
    }

    /// <summary>Waits until every trade that the market has made is in the topic.</summary>
    public async Task HoldsAllAsync(params string[] symbols)
    {
        var sent = (await sandbox.SentTradesAsync(symbols)).Select(trade => (trade.Symbol, trade.Id)).ToHashSet();
        Assert.That(sent, Is.Not.Empty);
        var missing = sent;
        try
        {
            await Trades.UntilAsync(
                _ =>
                {
                    missing = [.. sent.Except(Published.Select(trade => (trade.Envelope.Symbol, trade.Id)))];
                    return missing.Count == 0;
                },
                "every trade that was sent is in the topic");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Missing {missing.Count} of {sent.Count}: {string.Join(' ', missing.Take(20))}\n{forwarder.Process.Output}", exception);
        }
    }

    public void Dispose()
    {
        Trades.Dispose();
        Statuses.Dispose();
    }

    private Task<double> ReadsAsync(string metric, double expected, string label = "") =>
        Eventually.ReadsAsync(() => forwarder.MetricAsync(metric, label), value => value == expected, $"{metric}{{{label}}} reads {expected}");
}
