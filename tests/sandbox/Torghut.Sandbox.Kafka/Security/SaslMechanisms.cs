using System.Security.Cryptography;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>The ways to log in, over the broker's users.</summary>
internal sealed class SaslMechanisms(IReadOnlyList<KafkaUser> users)
{
    private readonly Dictionary<string, KafkaUser> _users = users.ToDictionary(u => u.Name, StringComparer.Ordinal);

    /// <summary>Salts SCRAM answers for unknown users, so that they look like those for known ones.</summary>
    private readonly byte[] _serverSecret = RandomNumberGenerator.GetBytes(32);

    public static IReadOnlyList<string> Names { get; } = [PlainExchange.Name, ScramExchange.Name];

    public ISaslExchange? Begin(string mechanism) => mechanism switch
    {
        PlainExchange.Name => new PlainExchange(_users),
        ScramExchange.Name => new ScramExchange(_users, _serverSecret),
        _ => null,
    };
}
