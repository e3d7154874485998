using System.Security.Cryptography;
using System.Text;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>SCRAM-SHA-512 (RFC 5802, RFC 7677 for the name), without channel binding, as Kafka uses it.</summary>
internal sealed class ScramExchange(IReadOnlyDictionary<string, KafkaUser> users, byte[] serverSecret) : ISaslExchange
{
    public const string Name = "SCRAM-SHA-512";

    private const int Iterations = 4096;
    private const int SaltLength = 16;
    private const int HashLength = 64;
    private const string NoChannelBinding = "n,,";
    private const string Refusal = "Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512";

    private string _user = "";
    private string _nonce = "";
    private string _clientFirst = "";
    private string _serverFirst = "";
    private byte[] _salt = [];

    public string Mechanism => Name;

    public SaslStep Next(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        return _serverFirst.Length == 0 ? First(text) : Final(text);
    }

    private SaslStep First(string text)
    {
        if (!text.StartsWith('n') || text.IndexOf(",,", StringComparison.Ordinal) is not 1)
            throw new SaslException("", Refusal);
        _clientFirst = text[NoChannelBinding.Length..];
        _user = Attribute(_clientFirst, 'n').Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        _nonce = Attribute(_clientFirst, 'r') + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        _salt = HMACSHA512.HashData(serverSecret, Encoding.UTF8.GetBytes(_user))[..SaltLength];
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_salt)},i={Iterations}";
        return new SaslStep(Encoding.UTF8.GetBytes(_serverFirst), null);
    }

    private SaslStep Final(string text)
    {
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || Attribute(text, 'r') != _nonce || !users.TryGetValue(_user, out var user))
            throw new SaslException(_user, Refusal);
        var salted = Rfc2898DeriveBytes.Pbkdf2(user.Password, _salt, Iterations, HashAlgorithmName.SHA512, HashLength);
        var clientKey = HMACSHA512.HashData(salted, "Client Key"u8);
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{text[..proofAt]}");
        var signature = HMACSHA512.HashData(SHA512.HashData(clientKey), authMessage);
        for (var i = 0; i < signature.Length; i++)
            signature[i] ^= clientKey[i];
        var proof = new byte[HashLength];
        var isProof = Convert.TryFromBase64String(text[(proofAt + 3)..], proof, out var length) && length == HashLength;
        if (!isProof || !CryptographicOperations.FixedTimeEquals(proof, signature))
            throw new SaslException(_user, Refusal);
        var serverKey = HMACSHA512.HashData(salted, "Server Key"u8);
        var answer = "v=" + Convert.ToBase64String(HMACSHA512.HashData(serverKey, authMessage));
        return new SaslStep(Encoding.UTF8.GetBytes(answer), _user);
    }

    private string Attribute(string message, char name) =>
        message.Split(',').FirstOrDefault(a => a.Length > 1 && a[0] == name && a[1] == '=') is { } found ? found[2..] : throw new SaslException(_user, Refusal);
}
