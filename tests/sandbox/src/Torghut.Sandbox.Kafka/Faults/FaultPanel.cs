using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>What can be made to go wrong. Safe to use from any thread while the broker serves.</summary>
public sealed class FaultPanel(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private volatile bool _diskFull;
    private volatile bool _logFull;
    private volatile bool _refusing;
    private int _diskFullRefusals;
    private (AwayKind Kind, long Ends)? _away;
    private (string ClientId, long Since)? _stalled;

    /// <summary>Raised by <see cref="DropConnections"/>.</summary>
    internal event Action? DropRequested;

    /// <summary>Raised by <see cref="KillCoordinator"/>.</summary>
    internal event Action<TimeSpan>? CoordinatorKilled;

    /// <summary>While true, every write to the log and to the coordinator's journal fails as on a full disk.</summary>
    public bool DiskFull
    {
        get => _diskFull;
        set => _diskFull = value;
    }

    /// <summary>As <see cref="DiskFull"/> for partitions only: transactions are decided, but their markers cannot be written.</summary>
    public bool LogFull
    {
        get => _logFull;
        set => _logFull = value;
    }

    /// <summary>How many writes have failed so.</summary>
    public int DiskFullRefusals => _diskFullRefusals;

    /// <summary>While true, new connections are closed as soon as they are made; existing ones go on.</summary>
    public bool RefuseConnections
    {
        get => _refusing;
        set => _refusing = value;
    }

    /// <summary>The faults still to happen.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Where(fault => !IsOver(fault))];
            }
        }
    }

    /// <summary>Adds a fault for the next requests of its kind.</summary>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _faults.Add(Begun(fault));
        }
    }

    /// <summary>Answers the next requests of a kind with an error code, without doing what they ask.</summary>
    public void Fail(ApiKey api, short errorCode, int times = 1) => Add(new Fault(FaultKind.Error, api, times) { ErrorCode = errorCode });

    /// <summary>Answers every request of a kind with an error code for a while, without doing what they ask.</summary>
    public void FailFor(TimeSpan lasting, ApiKey api, short errorCode) => Add(new Fault(FaultKind.Error, api, 1) { ErrorCode = errorCode, Lasting = lasting });

    /// <summary>Holds the next requests of a kind (null: any) before they are handled.</summary>
    public void Delay(ApiKey? api, TimeSpan delay, int times = 1) => Add(new Fault(FaultKind.Delay, api, times) { Duration = delay });

    /// <summary>Closes the connection instead of handling the next requests of a kind.</summary>
    public void DropBefore(ApiKey? api, int times = 1) => Add(new Fault(FaultKind.DropBefore, api, times));

    /// <summary>Handles the next requests of a kind but closes the connection instead of answering.</summary>
    public void DropAfter(ApiKey? api, int times = 1) => Add(new Fault(FaultKind.DropAfter, api, times));

    /// <summary>Closes every connection at once.</summary>
    public void DropConnections() => DropRequested?.Invoke();

    /// <summary>Takes the group and transaction coordinator away; after the time it is back with what its journal holds.</summary>
    public void KillCoordinator(TimeSpan duration) => CoordinatorKilled?.Invoke(duration);

    /// <summary>Takes the broker away for a while, in the eyes of its clients; what it holds in memory stays.</summary>
    public void GoAway(TimeSpan duration, AwayKind kind)
    {
        lock (_gate)
        {
            _away = (kind, EndOf(duration));
        }

        if (kind == AwayKind.Refused)
        {
            DropConnections();
        }
    }

    /// <summary>
    /// Gives no record any more to the connections that a client has now, while everything else works for it; connections that it makes later are served.
    /// </summary>
    public void StallFetches(string clientId)
    {
        lock (_gate)
        {
            _stalled = (clientId, time.GetTimestamp());
        }
    }

    /// <summary>Ends every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
            _away = null;
            _stalled = null;
        }

        DiskFull = false;
        LogFull = false;
        RefuseConnections = false;
    }

    internal FaultState State => new() { DiskFull = DiskFull, LogFull = LogFull, RefuseConnections = RefuseConnections, Requests = Pending };

    internal void Set(FaultState state)
    {
        lock (_gate)
        {
            _faults.Clear();
            _faults.AddRange(state.Requests.Select(Begun));
        }

        DiskFull = state.DiskFull;
        LogFull = state.LogFull;
        RefuseConnections = state.RefuseConnections;
    }

    /// <summary>Whether new connections are to be closed.</summary>
    internal bool IsRefusing => _refusing || IsAway(AwayKind.Refused);

    /// <summary>Whether requests are to get no response.</summary>
    internal bool IsSilent => IsAway(AwayKind.Silent);

    /// <summary>Whether a connection is to be given no records.</summary>
    /// <param name="opened">When it was made, in the broker's timestamps.</param>
    internal bool IsStalled(string clientId, long opened)
    {
        lock (_gate)
        {
            return _stalled is { } stalled && stalled.ClientId == clientId && opened <= stalled.Since;
        }
    }

    internal void ThrowIfLogFull()
    {
        if (_logFull)
        {
            Refuse();
        }

        ThrowIfDiskFull();
    }

    internal void ThrowIfDiskFull()
    {
        if (_diskFull)
        {
            Refuse();
        }
    }

    private void Refuse()
    {
        Interlocked.Increment(ref _diskFullRefusals);
        throw new IOException("No space left on device (fault panel)");
    }

    /// <summary>The fault that applies to a request, counted down; null for none.</summary>
    internal Fault? Take(ApiKey api)
    {
        lock (_gate)
        {
            _faults.RemoveAll(IsOver);
            var index = _faults.FindIndex(f => f.Api is null || f.Api == api);
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            if (fault.Lasting is not null)
            {
                return fault;
            }

            if (fault.Times == 1)
            {
                _faults.RemoveAt(index);
            }
            else
            {
                _faults[index] = fault with { Times = fault.Times - 1 };
            }

            return fault;
        }
    }

    private bool IsAway(AwayKind kind)
    {
        lock (_gate)
        {
            return _away is { } away && away.Kind == kind && time.GetTimestamp() < away.Ends;
        }
    }

    private Fault Begun(Fault fault) => fault.Lasting is { } lasting ? fault with { Ends = EndOf(lasting) } : fault;

    private bool IsOver(Fault fault) => fault.Lasting is not null && time.GetTimestamp() >= fault.Ends;

    private long EndOf(TimeSpan duration) => time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency);
}
