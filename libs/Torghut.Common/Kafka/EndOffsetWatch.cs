using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>
/// Asks the brokers again and again where the logs end that somebody reads. A consumer hides an outage, and a fetch that gives nothing looks like a log
/// without news; what is said here was said by a broker, at a time that is told. Has a client and a thread of its own. Safe for concurrent use.
/// </summary>
public sealed class EndOffsetWatch : IDisposable
{
    /// <summary>For all logs together, whose brokers answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>For one log whose broker may be away.</summary>
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Logs of silent brokers that are asked about in one turn: the others must not wait for long.</summary>
    private const int MostSilent = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TopicPartition, EndOffset> _ends = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IEndOffsetClient> _open;
    private readonly TimeSpan _interval;
    private readonly Action<CallOverdueException> _overdue;
    private readonly TimeProvider _time;
    private readonly Queue<TopicPartition> _silent = new();
    private volatile IReadOnlyCollection<TopicPartition> _partitions = [];

    /// <param name="open">Makes a client.</param>
    /// <param name="interval">Time between two questions.</param>
    /// <param name="overdue">Is told of a call that does not return.</param>
    public EndOffsetWatch(Func<IEndOffsetClient> open, TimeSpan interval, Action<CallOverdueException> overdue, TimeProvider time)
    {
        (_open, _interval, _overdue, _time) = (open, interval, overdue, time);
        new Thread(Work) { IsBackground = true, Name = "end offsets" }.Start();
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

    private void Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            var guard = new CallGuard("end offsets", _time);
            var client = _open();
            try
            {
                while (!_stop.Token.WaitHandle.WaitOne(_interval))
                {
                    Ask(client, guard);
                }
            }
            catch (CallOverdueException overdue)
            {
                _overdue(overdue);
            }

            ClientDisposal.Of(client, guard);
        }

        _stop.Dispose();
    }

    /// <summary>
    /// One turn. All logs are asked about together, which fails as a whole when one broker is away: then each is asked about alone, and the silent ones
    /// apart from then on, so that what the other brokers say is still heard.
    /// </summary>
    private void Ask(IEndOffsetClient client, CallGuard guard)
    {
        var partitions = _partitions;
        var answering = partitions.Except(_silent).ToList();
        if (answering.Count > 0 && !TryAsk(client, guard, answering, Timeout))
        {
            foreach (var partition in answering.Where(partition => !TryAsk(client, guard, [partition], ShortTimeout)))
            {
                _silent.Enqueue(partition);
            }
        }
        else
        {
            AskSilent(client, guard, partitions);
        }
    }

    private void AskSilent(IEndOffsetClient client, CallGuard guard, IReadOnlyCollection<TopicPartition> partitions)
    {
        var next = Enumerable.Range(0, Math.Min(_silent.Count, MostSilent)).Select(_ => _silent.Dequeue()).Where(partitions.Contains).ToList();
        foreach (var topic in next.Select(partition => partition.Topic).Distinct())
        {
            TryRun(guard, nameof(client.FindLeaders), () => client.FindLeaders(topic, ShortTimeout));
        }

        foreach (var partition in next.Where(partition => !TryAsk(client, guard, [partition], ShortTimeout)))
        {
            _silent.Enqueue(partition);
        }
    }

    private bool TryAsk(IEndOffsetClient client, CallGuard guard, IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        TryRun(guard, nameof(client.Ask), () => Take(client.Ask(partitions, timeout)));

    /// <summary>No response is what this is about: what was said last grows old.</summary>
    private bool TryRun(CallGuard guard, string name, Action call)
    {
        try
        {
            guard.Run(name, Limit, call);
            return true;
        }
        catch (TopicPartitionOffsetException partly)
        {
            Take(partly.Results.Where(result => !result.Error.IsError).Select(result => result.TopicPartitionOffset));
            return false;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private void Take(IEnumerable<TopicPartitionOffset> ends)
    {
        var (now, partitions) = (_time.GetTimestamp(), _partitions);
        foreach (var end in ends.Where(end => partitions.Contains(end.TopicPartition)))
        {
            _ends[end.TopicPartition] = new EndOffset(end.Offset.Value, now);
        }
    }
}
