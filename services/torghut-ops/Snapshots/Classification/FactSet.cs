using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Facts by id, as they are at one time: what is too old or lacks what its rules read is no answer.</summary>
internal sealed class FactSet
{
    private readonly Dictionary<string, Fact> _byId;

    /// <param name="facts">As they were observed.</param>
    /// <param name="at">The time they are judged at.</param>
    public FactSet(IReadOnlyList<Fact> facts, DateTimeOffset at)
    {
        At = at;
        IsWithoutCluster = SaysNone(facts);
        // Of two facts with one name the worse outcome counts, whichever comes first.
        _byId = facts.Select(Checked).GroupBy(fact => fact.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.MaxBy(fact => fact.Outcome)!, StringComparer.Ordinal);

        // In an order of its own, so that facts that were stored and read again are judged alike to the byte.
        All = [.. _byId.Values.OrderBy(fact => fact.Id, StringComparer.Ordinal)];
    }

    /// <summary>The time at which the facts are judged.</summary>
    public DateTimeOffset At { get; }

    public IReadOnlyList<Fact> All { get; }

    /// <summary>Whether it was said that there is no cluster, however long ago: a machine does not become one. Where nobody says so, one is expected.</summary>
    public bool IsWithoutCluster { get; }

    /// <summary>Planes of which no probe had an answer. That there is no cluster is an answer, but shows nothing of a plane.</summary>
    public IReadOnlyList<Plane> UnseenPlanes =>
        [.. Enum.GetValues<Plane>().Except(All.Where(f => f.Ok && f.Text("cluster") != "none").Select(f => f.Plane))];

    public Fact? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The fact, when it was asked for and answered.</summary>
    public Fact? Answered(string id) => Find(id) is { Ok: true } fact ? fact : null;

    /// <summary>The fact, when it was asked for and not answered although the component is configured.</summary>
    public Fact? Failed(string id) => Find(id) is { Ok: false } fact && !IsNotConfigured(fact) ? fact : null;

    /// <summary>Age of a fact in seconds; what it says of ages is as much older by now.</summary>
    public double Age(Fact fact) => Math.Max(0, (At - fact.ObservedAt).TotalSeconds);

    public static bool IsNotConfigured(Fact fact) => fact.Outcome == Outcome.NotConfigured;

    private static bool SaysNone(IReadOnlyList<Fact> facts)
    {
        Fact[] said = [.. facts.Where(fact => fact.Id == ClusterRules.Api)];
        return said.Length > 0 && Array.TrueForAll(said, fact => fact.Text("cluster") == "none");
    }

    private Fact Checked(Fact fact)
    {
        if (!fact.Ok)
        {
            return fact;
        }

        var age = At - fact.ObservedAt;
        if (age > TimeSpan.FromSeconds(fact.MaxAgeS))
        {
            return fact with
            {
                Outcome = Outcome.Stale,
                Detail = string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s old; {fact.MaxAgeS} s are allowed"),
            };
        }

        if (IsWithoutCluster && fact.Text("cluster") == "none")
        {
            return fact;
        }

        var missing = RequiredEvidence.Of(fact.Id)?.Members.Where(member => !fact.Has(member)).ToArray() ?? [];
        return missing.Length == 0 ? fact : fact with { Outcome = Outcome.Malformed, Detail = $"the answer lacks {string.Join(", ", missing)}" };
    }
}
