using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Facts by id.</summary>
internal sealed class FactSet(IReadOnlyList<Fact> facts)
{
    public IReadOnlyList<Fact> All => facts;

    public Fact? Find(string id) => facts.FirstOrDefault(f => f.Id == id);

    /// <summary>The fact, when it was asked for and answered.</summary>
    public Fact? Answered(string id) => Find(id) is { Ok: true } fact ? fact : null;

    /// <summary>The fact, when it was asked for and not answered although the component is configured.</summary>
    public Fact? Failed(string id) => Find(id) is { Ok: false } fact && !IsNotConfigured(fact) ? fact : null;

    /// <summary>Planes of which no probe had an answer.</summary>
    public IReadOnlyList<Plane> UnseenPlanes => [.. Enum.GetValues<Plane>().Except(facts.Where(f => f.Ok).Select(f => f.Plane))];

    public static bool IsNotConfigured(Fact fact) => !fact.Ok && fact.Detail?.StartsWith(NotConfiguredException.Marker, StringComparison.Ordinal) == true;
}
