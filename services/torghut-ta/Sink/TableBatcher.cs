namespace Torghut.Ta.Sink;

/// <summary>One table's batches in the sink: a batch that fills while another is in flight. No more than these two are ever held.</summary>
internal sealed class TableBatcher(SinkTable table)
{
    private RowBatch _inFlight = new(table.Topic);
    private DeferredRecords _spareDeferred = new();

    public SinkTable Table => table;

    public RowBatch Filling { get; private set; } = new(table.Topic);

    /// <summary>The insert under way; null when there is none.</summary>
    public Task<IReadOnlyList<RefusedRow>>? Insert { get; private set; }

    public RowBatch InFlight => _inFlight;

    /// <summary>When the insert under way began, in the time provider's timestamps.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether the topic is paused because both batches are taken.</summary>
    public bool Paused { get; set; }

    /// <summary>Partitions that are paused because they brought the filling batch as many days as it may have.</summary>
    public HashSet<int> Held { get; } = [];

    /// <summary>What was handed over of <see cref="Held"/> partitions.</summary>
    public DeferredRecords Deferred { get; private set; } = new();

    /// <summary>Offsets at which the partitions were read to their end.</summary>
    public Dictionary<int, long> Ends { get; } = [];

    public void Send(Inserter inserter, long now, CancellationToken cancellationToken)
    {
        Sent = now;
        (_inFlight, Filling) = (Filling, _inFlight);
        Insert = inserter.InsertAsync(table, _inFlight, cancellationToken);
    }

    /// <summary>Gives out what waits, and makes room for what has to wait again.</summary>
    public DeferredRecords TakeDeferred()
    {
        (var waiting, Deferred, _spareDeferred) = (Deferred, _spareDeferred, Deferred);
        Deferred.Clear();
        return waiting;
    }

    public void Complete()
    {
        Insert = null;
        _inFlight.Clear();
    }

    /// <summary>Forgets the rows: whoever gets the partitions reads them again.</summary>
    public void Reset()
    {
        // A batch that is still under way keeps its buffer; it is stored, and stored again by the next owner, which is harmless.
        if (Insert is not null)
        {
            _inFlight = new RowBatch(table.Topic);
        }

        Insert = null;
        _inFlight.Clear();
        Filling.Clear();
        Ends.Clear();
        Held.Clear();
        Deferred.Clear();
        Paused = false;
    }
}
