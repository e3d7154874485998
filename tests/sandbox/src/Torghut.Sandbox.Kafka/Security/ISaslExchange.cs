namespace Torghut.Sandbox.Kafka.Security;

/// <summary>One login, step by step.</summary>
internal interface ISaslExchange
{
    string Mechanism { get; }

    /// <summary>Takes the client's next message.</summary>
    /// <exception cref="SaslException">The login failed.</exception>
    SaslStep Next(ReadOnlySpan<byte> message);
}

/// <summary>The answer to a login message; <paramref name="User"/> is set when it is complete.</summary>
internal readonly record struct SaslStep(byte[] Response, string? User);

/// <summary>A login that failed. The text may be shown to the client and names no secret.</summary>
internal sealed class SaslException(string user, string message) : Exception(message)
{
    public string User { get; } = user;
}
