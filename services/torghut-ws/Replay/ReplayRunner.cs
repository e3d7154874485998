using Torghut.Contracts.Time;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Replay;

/// <summary>Sends recorded messages through the forwarder's own path.</summary>
internal sealed class ReplayRunner(
    ReplayArguments arguments, RecordPublisher publisher, MarketDataPublisher messages, IRecordProducer producer, TimeProvider time, TextWriter report)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    /// <returns>Messages sent by this run.</returns>
    public async Task<long> RunAsync(IEnumerable<ReplayMessage> source, ReplayProgress progress, CancellationToken cancellationToken)
    {
        var pace = new ReplayPace(arguments.Speed, time);
        var position = 0L;
        long startedAt = time.GetTimestamp(), reportedAt = startedAt, savedAt = startedAt;
        foreach (var message in source)
        {
            if (position++ < progress.Position)
            {
                continue;
            }

            if (pace.Wait(message.TimestampNanos) is { } wait)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            await SendAsync(message, cancellationToken);
            if (time.GetElapsedTime(reportedAt) >= ReportInterval)
            {
                reportedAt = time.GetTimestamp();
                await TellAsync(position, position - progress.Position, message.TimestampNanos, time.GetElapsedTime(startedAt));
            }

            if (time.GetElapsedTime(savedAt) >= SaveInterval)
            {
                savedAt = time.GetTimestamp();
                Save(progress with { Position = position }, cancellationToken);
            }
        }

        Save(progress with { Position = position }, cancellationToken);
        await TellAsync(position, position - progress.Position, null, time.GetElapsedTime(startedAt));
        return position - progress.Position;
    }

    private async Task SendAsync(ReplayMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            messages.BeginFrame(Nanos.Now(time), time.GetTimestamp());
            messages.BeginMessage();
            message.Deliver(messages);
            if (!messages.IsBlocked)
            {
                return;
            }

            await publisher.WaitForRoomAsync(cancellationToken);
        }
    }

    /// <summary>Only what Kafka has acknowledged counts as done.</summary>
    private void Save(ReplayProgress progress, CancellationToken cancellationToken)
    {
        if (producer.Flush(cancellationToken) == 0)
        {
            progress.Save(arguments.Progress);
        }
    }

    private Task TellAsync(long position, long sent, long? nanos, TimeSpan elapsed)
    {
        var at = nanos is { } value ? $" at {DateTimeOffset.FromUnixTimeMilliseconds(value / Nanos.PerMillisecond):yyyy-MM-ddTHH:mm:ss.fff}Z" : ", all of it";
        return report.WriteLineAsync($"{position} messages{at}, {sent / Math.Max(elapsed.TotalSeconds, 1e-3):0}/s");
    }
}
