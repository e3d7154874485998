using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Faults;

/// <summary>The faults that are switched on. Chances are drawn from the seed.</summary>
internal sealed class FaultPanel(int seed)
{
    private static readonly string[] Common = ["kind", "match", "count", "probability"];

    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private SplitMix64 _random = SplitMix64.For(seed, "faults");
    private volatile HashSet<string> _kinds = [];
    private long _lastId;

    /// <summary>Whether a fault of a kind is switched on; cheap enough for every message.</summary>
    public bool Has(string kind) => _kinds.Contains(kind);

    /// <exception cref="RefusedException">The kind is unknown or a field is out of range.</exception>
    public Fault Add(JsonObject body)
    {
        var kind = RequestFields.Text(body, "kind");
        if (kind is null || !FaultKinds.All.Contains(kind))
        {
            throw RefusedException.Malformed($"kind must be one of {string.Join(", ", FaultKinds.All)}");
        }

        var count = RequestFields.Number(body, "count") ?? FaultKinds.DefaultCount(kind);
        var probability = RequestFields.Number(body, "probability") ?? 1;
        if (probability is <= 0 or > 1 || count < 1)
        {
            throw RefusedException.Malformed("probability must be in (0, 1], count at least 1");
        }

        var match = body["match"]?.DeepClone() as JsonObject ?? [];
        if (FaultKinds.HasMoment(kind))
        {
            match["when"] = RequestFields.Text(body, "when") ?? "before";
        }

        var settings = new JsonObject(body.Where(f => !Common.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
        lock (_gate)
        {
            var fault = new Fault(++_lastId, kind, match, (int?)count, (double)probability, settings);
            _faults.Add(fault);
            Index_NeedsLock();
            return fault;
        }
    }

    /// <summary>The first fault of a kind that applies to an event and strikes; null when all goes well.</summary>
    public Fault? Take(string kind, Func<string, string?> attribute)
    {
        if (!Has(kind))
        {
            return null;
        }

        lock (_gate)
        {
            foreach (var fault in _faults)
            {
                if (fault.Kind == kind && fault.Matches(attribute) && (fault.Probability >= 1 || _random.NextDouble() < fault.Probability))
                {
                    Spend_NeedsLock(fault);
                    return fault;
                }
            }

            return null;
        }
    }

    /// <summary>Counts a fault that strikes at once, and removes it when it is spent.</summary>
    public void Spend(Fault fault)
    {
        lock (_gate)
        {
            Spend_NeedsLock(fault);
        }
    }

    public JsonArray ToJson()
    {
        lock (_gate)
        {
            return [.. _faults.Select(f => (JsonNode)f.ToJson())];
        }
    }

    public void Clear(long? id)
    {
        lock (_gate)
        {
            _faults.RemoveAll(f => id is null || f.Id == id);
            Index_NeedsLock();
        }
    }

    private void Spend_NeedsLock(Fault fault)
    {
        fault.Hits++;
        if (fault.Remaining is { } remaining)
        {
            fault.Remaining = remaining - 1;
            if (remaining <= 1)
            {
                _faults.Remove(fault);
                Index_NeedsLock();
            }
        }
    }

    private void Index_NeedsLock() => _kinds = _faults.Select(f => f.Kind).ToHashSet(StringComparer.Ordinal);
}
