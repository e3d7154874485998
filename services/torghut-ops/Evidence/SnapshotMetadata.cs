namespace Torghut.Ops.Evidence;

/// <summary>Where a snapshot comes from.</summary>
/// <param name="CaptureStarted">Before the first probe, UTC.</param>
/// <param name="CaptureEnded">After the last one, UTC; facts are as old as they are at this time.</param>
/// <param name="BundleVersion">Version of the probes and rules.</param>
internal sealed record SnapshotMetadata(DateTimeOffset CaptureStarted, DateTimeOffset CaptureEnded, string Operator, string BundleVersion,
    string ClusterContext);
