namespace Torghut.Ops.Kafka;

/// <summary>How names of the suite's consumer groups begin.</summary>
internal static class GroupNames
{
    public const string Suite = "torghut";

    /// <summary>Each replay has one of its own, which it leaves behind.</summary>
    public const string Replay = "torghut-ta-replay-";
}
