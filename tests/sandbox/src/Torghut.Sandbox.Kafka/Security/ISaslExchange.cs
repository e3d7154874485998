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
