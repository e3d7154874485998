namespace Torghut.Sandbox.Kafka.Security;

/// <summary>A login that failed. The text may be shown to the client and names no secret.</summary>
internal sealed class SaslException(string user, string message) : Exception(message)
{
    public string User { get; } = user;
}
