namespace Torghut.Trading.Backtest;

/// <summary>Quotes and trades of Avro files, joined by time: at the same instant quotes first, then in the order of the files.</summary>
internal sealed class AvroTickFeed : TickFeed
{
    private readonly PriorityQueue<AvroTickFile, (long At, bool IsTrade, int File)> _heads = new();
    private readonly Dictionary<AvroTickFile, int> _order = [];

    /// <param name="paths">The files, of trades or of quotes each.</param>
    /// <param name="symbols">Only these; null for all.</param>
    /// <inheritdoc cref="AvroTickFile(string, IReadOnlySet{string}?)"/>
    public AvroTickFeed(IReadOnlyList<string> paths, IReadOnlySet<string>? symbols)
    {
        Digest = DigestOf(paths.Select(path => ("", path)));
        try
        {
            foreach (var path in paths)
            {
                var file = new AvroTickFile(path, symbols);
                _order.Add(file, _order.Count);
                Queue(file);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool HasTicks => true;

    public override string Digest { get; }

    public override void ReadTo(long at, Take take)
    {
        while (_heads.TryPeek(out var file, out var head) && head.At <= at)
        {
            _heads.Dequeue();
            take(file.Current);
            Queue(file);
        }
    }

    public override void Dispose()
    {
        foreach (var file in _order.Keys)
        {
            file.Dispose();
        }
    }

    private void Queue(AvroTickFile file)
    {
        if (file.MoveNext())
        {
            _heads.Enqueue(file, (file.Current.At, file.IsTrade, _order[file]));
        }
    }
}
