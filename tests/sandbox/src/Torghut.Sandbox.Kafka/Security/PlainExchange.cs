using System.Security.Cryptography;
using System.Text;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>SASL PLAIN (RFC 4616): one message of authorisation identity, user and password between NUL bytes.</summary>
internal sealed class PlainExchange(IReadOnlyDictionary<string, KafkaUser> users) : ISaslExchange
{
    public const string Name = "PLAIN";

    public string Mechanism => Name;

    public SaslStep Next(ReadOnlySpan<byte> message)
    {
        var parts = Encoding.UTF8.GetString(message).Split('\0');
        if (parts.Length != 3)
        {
            throw new SaslException("", "Invalid SASL/PLAIN response: expected 3 tokens");
        }

        var (name, password) = (parts[1], parts[2]);
        var isKnown = users.TryGetValue(name, out var user)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(user.Password), Encoding.UTF8.GetBytes(password));
        return isKnown ? new SaslStep([], name) : throw new SaslException(name, "Authentication failed: Invalid username or password");
    }
}
