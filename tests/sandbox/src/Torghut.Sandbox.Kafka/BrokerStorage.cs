using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Log;

namespace Torghut.Sandbox.Kafka;

/// <summary>All that a broker keeps in its data directory, which one broker at a time may use.</summary>
internal sealed class BrokerStorage : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    private readonly FileStream _lock;
    private readonly RetiredFiles _retired;

    public BrokerStorage(KafkaBrokerOptions options, FaultPanel faults, ILogger logger)
    {
        Directory.CreateDirectory(options.DataDirectory);
        _lock = Lock(options.DataDirectory);
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

    /// <summary>A broker that was killed a moment ago may still be ending.</summary>
    /// <exception cref="IOException">Another broker has the folder.</exception>
    private static FileStream Lock(string folder)
    {
        FileStream? held = null;
        SpinWait.SpinUntil(() => (held = TryLock(folder)) is not null, LockTimeout);
        return held ?? throw new IOException($"The data folder {folder} is in use by another broker: stop that one, or use another folder.");
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
