using System.Security.Cryptography;
using System.Text;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>One SCRAM login (RFC 5802, RFC 7677), without channel binding, as Kafka uses it.</summary>
internal sealed class ScramExchange(ScramMechanism mechanism, ScramCredentials credentials, byte[] serverSecret) : ISaslExchange
{
    private const string NoChannelBinding = "n,,";

    private readonly HashAlgorithmName _hash = mechanism.Hash();
    private string _user = "";
    private string _nonce = "";
    private string _clientFirst = "";
    private string _serverFirst = "";
    private ScramCredential? _credential;

    public string Mechanism { get; } = mechanism.SaslName();

    private string Refusal => $"Authentication failed during authentication due to invalid credentials with SASL mechanism {Mechanism}";

    public SaslStep Next(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        return _serverFirst.Length == 0 ? First(text) : Final(text);
    }

    private SaslStep First(string text)
    {
        if (!text.StartsWith('n') || text.IndexOf(",,", StringComparison.Ordinal) is not 1)
        {
            throw new SaslException("", Refusal);
        }

        _clientFirst = text[NoChannelBinding.Length..];
        _user = Attribute(_clientFirst, 'n').Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        _nonce = Attribute(_clientFirst, 'r') + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        _credential = credentials.Find(_user, mechanism);
        var (salt, iterations, _, _) = _credential ?? ScramCredential.ForUnknownUser(mechanism, _user, serverSecret);
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(salt)},i={iterations}";
        return new SaslStep(Encoding.UTF8.GetBytes(_serverFirst), null);
    }

    private SaslStep Final(string text)
    {
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || Attribute(text, 'r') != _nonce || _credential is not { } credential)
        {
            throw new SaslException(_user, Refusal);
        }

        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{text[..proofAt]}");
        if (!IsProof(text[(proofAt + 3)..], authMessage, credential))
        {
            throw new SaslException(_user, Refusal);
        }

        var response = "v=" + Convert.ToBase64String(CryptographicOperations.HmacData(_hash, credential.ServerKey, authMessage));
        return new SaslStep(Encoding.UTF8.GetBytes(response), _user);
    }

    /// <summary>The proof is the client's key, hidden by a signature made with the stored key, which is the hash of the client's key.</summary>
    private bool IsProof(string text, byte[] authMessage, ScramCredential credential)
    {
        var proof = new byte[mechanism.HashLength()];
        if (!Convert.TryFromBase64String(text, proof, out var length) || length != proof.Length)
        {
            return false;
        }

        var signature = CryptographicOperations.HmacData(_hash, credential.StoredKey, authMessage);
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= signature[i];
        }

        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(_hash, proof), credential.StoredKey);
    }

    private string Attribute(string message, char name) =>
        message.Split(',').FirstOrDefault(a => a.Length > 1 && a[0] == name && a[1] == '=') is { } found ? found[2..] : throw new SaslException(_user, Refusal);
}
