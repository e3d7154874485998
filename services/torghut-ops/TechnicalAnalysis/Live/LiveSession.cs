using System.Text.Json;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// One client's stream. What it has been given is its position; records of the buffer that it has passed are left out, so that none comes twice, and a part
/// that the buffer does not hold any more is read from the logs, so that none is missing.
/// </summary>
internal sealed class LiveSession(
    EventWriter writer, IReadOnlySet<string> symbols, LivePosition? requested, LiveBuffer buffer, LiveCatchUp catchUp, LiveMetrics metrics,
    TimeProvider time)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly List<LiveRecord> _batch = new(MostAtOnce);
    private LivePosition _position = null!;
    private Task _heartbeat = Task.CompletedTask;

    /// <summary>Runs until the client is gone, is cut, or the service stops.</summary>
    /// <exception cref="SlowClientException">The client takes nothing.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (buffer.End is not { } end)
        {
            return;
        }

        _position = requested?.Copy() ?? end;
        writer.Retry(RetryAfter);
        writer.Heartbeat(_position);
        await writer.FlushAsync(cancellationToken);
        _heartbeat = Task.Delay(HeartbeatInterval, time, cancellationToken);

        // Beyond the end: another instance of this service was ahead, or the logs were made anew. The logs tell.
        var cursor = _position.Fits(end) && end.Reaches(_position) ? buffer.CursorFor(_position) : null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = buffer.Changed;
            if (cursor is not { } at)
            {
                if (!await CatchUpAsync(cancellationToken))
                {
                    metrics.Cut(LiveMetrics.LogsChanged);
                    return;
                }

                cursor = buffer.CursorFor(_position);
                continue;
            }

            _batch.Clear();
            if (!buffer.TryRead(ref at, _batch, MostAtOnce))
            {
                metrics.Cut(buffer.End is { } now && now.Fits(_position) && now.Reaches(_position) ? LiveMetrics.Slow : LiveMetrics.LogsChanged);
                return;
            }

            cursor = at;
            await (_batch.Count > 0 ? SendAsync(_batch, cancellationToken) : WaitAsync(changed, cancellationToken));
        }
    }

    /// <returns>False when nobody reads the logs any more.</returns>
    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        if (buffer.End is not { } end)
        {
            return false;
        }

        var part = await catchUp.ReadAsync(_position.Copy(), end, symbols, cancellationToken);
        while (part.Gap is null)
        {
            foreach (var records in part.Records.Chunk(MostAtOnce))
            {
                await SendAsync(records, cancellationToken);
            }

            _position.AdvanceTo(part.Reached);
            if (_position.Reaches(end))
            {
                return true;
            }

            part = await catchUp.ReadAsync(_position.Copy(), end, symbols, cancellationToken);
        }

        metrics.Gap();
        var data = JsonSerializer.SerializeToUtf8Bytes(new { from = _position.ToString(), to = end.ToString(), why = part.Gap });
        _position = end;
        writer.Event("gap", _position, data);
        await writer.FlushAsync(cancellationToken);
        return true;
    }

    private async Task SendAsync(IReadOnlyList<LiveRecord> records, CancellationToken cancellationToken)
    {
        var wrote = false;
        foreach (var record in records)
        {
            if (record.Offset < _position[record.Topic, record.Partition])
            {
                continue;
            }

            _position[record.Topic, record.Partition] = record.Offset + 1;
            if (symbols.Contains(record.Symbol))
            {
                writer.Event(LiveTopic.All[record.Topic].EventName, _position, record.Data.Span);
                wrote = true;
            }
        }

        if (wrote)
        {
            await writer.FlushAsync(cancellationToken);
        }
        else
        {
            await BeatAsync(cancellationToken);
        }
    }

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        await Task.WhenAny(changed, _heartbeat);
        await BeatAsync(cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (!_heartbeat.IsCompleted)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        writer.Heartbeat(_position);
        await writer.FlushAsync(cancellationToken);
        _heartbeat = Task.Delay(HeartbeatInterval, time, cancellationToken);
    }
}
