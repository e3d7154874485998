namespace Torghut.Sandbox.Pipeline;

/// <summary>Whether a stage flowed.</summary>
/// <param name="Stage">What the stage is called in the README's picture.</param>
/// <param name="Count">What passed it; null when it could not be read.</param>
/// <param name="Detail">What was counted, or why it could not be.</param>
internal sealed record StageResult(string Stage, long? Count, string Detail)
{
    public bool Flowed => Count > 0;
}

/// <summary>Largest resident memory seen of one process.</summary>
internal sealed record ProcessMemory(string Name, double PeakMegabytes);
