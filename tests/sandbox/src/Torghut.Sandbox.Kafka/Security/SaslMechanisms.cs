using System.Security.Cryptography;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>The ways to log in, over the broker's users.</summary>
internal sealed class SaslMechanisms(IReadOnlyList<KafkaUser> users, ScramCredentials credentials)
{
    private readonly Dictionary<string, KafkaUser> _users = users.ToDictionary(u => u.Name, StringComparer.Ordinal);

    /// <summary>Salts SCRAM answers for unknown users, so that they look like those for known ones.</summary>
    private readonly byte[] _serverSecret = RandomNumberGenerator.GetBytes(32);

    public static IReadOnlyList<string> Names { get; } = [PlainExchange.Name, .. ScramMechanismTraits.All.Select(m => m.SaslName())];

    public ISaslExchange? Begin(string mechanism)
    {
        if (mechanism == PlainExchange.Name)
        {
            return new PlainExchange(_users);
        }

        foreach (var scram in ScramMechanismTraits.All)
        {
            if (mechanism == scram.SaslName())
            {
                return new ScramExchange(scram, credentials, _serverSecret);
            }
        }

        return null;
    }
}
