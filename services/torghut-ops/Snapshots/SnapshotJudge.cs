using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;

namespace Torghut.Ops.Snapshots;

/// <summary>Makes a snapshot of facts. The facts are judged at the end of their capture, so that they give the same snapshot on any day.</summary>
internal static class SnapshotJudge
{
    public static SystemSnapshot Judge(SnapshotMetadata metadata, IReadOnlyList<Fact> facts, SnapshotOptions options)
    {
        var judgement = Classifier.Judge(facts, options, metadata.CaptureEnded);
        Fact[] ordered = [.. judgement.Facts.OrderBy(f => f.Plane).ThenBy(f => f.Id, StringComparer.Ordinal)];
        return new SystemSnapshot(
            metadata, judgement.Verdict, judgement.Headline, judgement.Confidence, ordered, judgement.Interpretations, judgement.NextActions)
        {
            TopCause = judgement.TopCause,
            Coverage = judgement.Coverage,
        };
    }
}
