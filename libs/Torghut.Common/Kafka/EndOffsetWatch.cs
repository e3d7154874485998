using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Torghut.Common.Kafka;

/// <summary>
/// Asks the brokers again and again where the logs end that somebody reads. A consumer hides an outage, and a fetch that gives nothing looks like a log
/// without
/// news; what is said here was said by a broker, at a time that is told. Has a client and a thread of its own. Safe for concurrent use.
/// </summary>
public sealed class EndOffsetWatch : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TopicPartition, EndOffset> _ends = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IAdminClient> _open;
    private readonly TimeSpan _interval;
    private readonly Action<CallOverdueException> _overdue;
    private readonly TimeProvider _time;
    private volatile IReadOnlyCollection<TopicPartition> _partitions = [];

    /// <param name="open">Makes a client.</param>
    /// <param name="interval">Time between two questions.</param>
    /// <param name="overdue">Is told of a call that does not return.</param>
    public EndOffsetWatch(Func<IAdminClient> open, TimeSpan interval, Action<CallOverdueException> overdue, TimeProvider time)
    {
        (_open, _interval, _overdue, _time) = (open, interval, overdue, time);
        new Thread(Ask) { IsBackground = true, Name = "end offsets" }.Start();
    }

    /// <summary>Asks about these logs from now on and forgets the others.</summary>
    public void Watch(IReadOnlyCollection<TopicPartition> partitions)
    {
        _partitions = partitions;
        foreach (var gone in _ends.Keys.Except(partitions))
        {
            _ends.TryRemove(gone, out _);
        }
    }

    /// <summary>The newest response about a log; null before the first.</summary>
    public EndOffset? Of(TopicPartition partition) => _ends.TryGetValue(partition, out var end) ? end : null;

    public void Dispose() => _stop.Cancel();

    private void Ask()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var guard = new CallGuard("end offsets", _time);
            var admin = _open();
            try
            {
                while (!_stop.Token.WaitHandle.WaitOne(_interval))
                {
                    AskOnce(admin, guard);
                }
            }
            catch (CallOverdueException overdue)
            {
                _overdue(overdue);
            }

            if (!guard.IsBusy)
            {
                guard.Begin(nameof(IDisposable.Dispose), Limit, admin.Dispose);
            }
        }

        _stop.Dispose();
    }

    private void AskOnce(IAdminClient admin, CallGuard guard)
    {
        var partitions = _partitions;
        if (partitions.Count == 0)
        {
            return;
        }

        try
        {
            var specification = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() });
            var options = new ListOffsetsOptions { IsolationLevel = IsolationLevel.ReadCommitted, RequestTimeout = Timeout };
            var response = guard.Run(
                "ListOffsets", Limit, () => admin.ListOffsetsAsync(specification, options).ConfigureAwait(false).GetAwaiter().GetResult());
            Take(partitions, response.ResultInfos.Select(info => info.TopicPartitionOffsetError));
        }
        catch (ListOffsetsException partly)
        {
            Take(partitions, partly.Result.ResultInfos.Select(result => result.TopicPartitionOffsetError));
        }
        catch (KafkaException)
        {
            // No response is what this is about: what was said last grows old.
        }
    }

    private void Take(IReadOnlyCollection<TopicPartition> partitions, IEnumerable<TopicPartitionOffsetError> results)
    {
        var now = _time.GetTimestamp();
        foreach (var result in results.Where(result => !result.Error.IsError && ReferenceEquals(partitions, _partitions)))
        {
            _ends[result.TopicPartition] = new EndOffset(result.Offset.Value, now);
        }
    }
}
