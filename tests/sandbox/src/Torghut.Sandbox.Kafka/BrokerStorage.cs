using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Log;

namespace Torghut.Sandbox.Kafka;

/// <summary>All that a broker keeps in its data directory, which one broker at a time may use.</summary>
internal sealed class BrokerStorage : IDisposable
{
    private readonly FolderLock _lock;
    private readonly RetiredFiles _retired;

    public BrokerStorage(KafkaBrokerOptions options, FaultPanel faults, ILogger logger)
    {
        Directory.CreateDirectory(options.DataDirectory);
        _lock = FolderLock.Take(Path.Combine(options.DataDirectory, "lock"), options.DataDirectory, "broker");
        try
        {
            ClusterId = Kafka.ClusterId.Of(options.DataDirectory);
            _retired = new RetiredFiles(options.Time);
            Context = new LogContext(options.Time, options.Fsync, faults, _retired, logger);
            Journal = new CoordinatorJournal(Path.Combine(options.DataDirectory, "coordinator.journal"), Context);
            Offsets = new OffsetStore(Journal);
            Topics = new TopicCatalog(Path.Combine(options.DataDirectory, "log"), options, Context);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public string ClusterId { get; }

    public LogContext Context { get; }

    public CoordinatorJournal Journal { get; }

    public OffsetStore Offsets { get; }

    public TopicCatalog Topics { get; }

    /// <summary>Retention, compaction and the closing of what they took out.</summary>
    public void Maintain()
    {
        foreach (var partition in Topics.All.SelectMany(t => t.Partitions))
        {
            partition.ApplyRetention();
            partition.Compact();
        }

        _retired.CloseOld();
    }

    public void Flush()
    {
        foreach (var partition in Topics.All.SelectMany(t => t.Partitions))
        {
            partition.Flush();
        }

        Journal.Flush();
    }

    public void Dispose()
    {
        Topics.Dispose();
        Journal.Dispose();
        _retired.Dispose();
        _lock.Dispose();
    }
}
