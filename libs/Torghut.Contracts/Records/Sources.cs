namespace Torghut.Contracts.Records;

/// <summary>Values of <see cref="Envelope.Source"/>.</summary>
public static class Sources
{
    public const string WebSocket = "ws";
    public const string Rest = "rest";
    public const string Replay = "replay";
    public const string TechnicalAnalysis = "ta";
}
