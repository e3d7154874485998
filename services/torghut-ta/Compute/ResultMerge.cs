using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>
/// Joins the results of sets that are run side by side: by event time, the bars of an instant before its signals, both by symbol. Every bar has a signal, and a
/// set's signals leave in order, so the earliest of the sets' first signals says up to when everything is known.
/// </summary>
internal sealed class ResultMerge(IEngineOutput output)
{
    private readonly PriorityQueue<(TickSetRun Run, QueuedResults Results), (long At, string Name)> _heads = new(Comparer<(long At, string Name)>.Create(
        (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : string.CompareOrdinal(left.Name, right.Name)));

    private readonly List<(TickSetRun Run, QueuedResults Results)> _current = [];

    public void Add(TickSetRun run, QueuedResults results) => Enqueue((run, results));

    /// <summary>Passes on everything of the earliest instant; false when there is nothing more.</summary>
    public bool MoveNext()
    {
        if (!_heads.TryPeek(out _, out var first))
        {
            return false;
        }

        _current.Clear();
        while (_heads.TryPeek(out var head, out var key) && key.At == first.At)
        {
            _current.Add(head);
            _heads.Dequeue();
        }

        foreach (var (_, results) in _current)
        {
            while (results.Microbars.TryPeek(out var bar) && bar.Envelope.EventTs <= first.At)
            {
                output.OnMicrobar(bar);
                results.Microbars.Dequeue();
            }
        }

        foreach (var (_, results) in _current)
        {
            while (results.Signals.TryPeek(out var signal) && signal.Envelope.EventTs <= first.At)
            {
                output.OnSignal(signal);
                results.Signals.Dequeue();
            }
        }

        _current.ForEach(Enqueue);
        return true;
    }

    private void Enqueue((TickSetRun Run, QueuedResults Results) set)
    {
        while (set.Results.Signals.Count == 0 && !set.Run.IsOver)
        {
            set.Run.Step();
        }

        if (set.Results.Signals.TryPeek(out var signal))
        {
            _heads.Enqueue(set, (signal.Envelope.EventTs, set.Run.Name));
        }
    }
}
