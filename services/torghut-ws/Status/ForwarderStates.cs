namespace Torghut.Ws.Status;

/// <summary>Values of the status record's <c>status</c>.</summary>
internal static class ForwarderStates
{
    public const string Healthy = "healthy";
    public const string Reconnect = "reconnect";
    public const string Error = "error";
}
