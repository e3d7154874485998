

namespace Torghut.Ops.Evidence;

/// <summary>Where a snapshot comes from.</summary>
/// <param name="CaptureStarted">Before the first probe, UTC.</param>
/// <param name="CaptureEnded">After the last one, UTC.</param>
/// <param name="BundleVersion">Version of the probes and rules.</param>
internal sealed record SnapshotMetadata(DateTimeOffset CaptureStarted, DateTimeOffset CaptureEnded, string Operator, string BundleVersion,
    string ClusterContext);
