namespace Torghut.Sandbox.Kafka;

/// <summary>A user of the sandbox broker; a test's password, never a real one.</summary>
public sealed record KafkaUser(string Name, string Password)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => Name;
}
