using System.Security.Cryptography;
using System.Text;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>What a server keeps of a password (RFC 5802): enough to check a login, not enough to log in.</summary>
internal sealed record ScramCredential(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    public const int MinIterations = 4096;

    private const int SaltLength = 16;

    public static ScramCredential FromPassword(ScramMechanism mechanism, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, MinIterations, mechanism.Hash(), mechanism.HashLength());
        return FromSaltedPassword(mechanism, salt, MinIterations, salted);
    }

    public static ScramCredential FromSaltedPassword(ScramMechanism mechanism, byte[] salt, int iterations, byte[] saltedPassword)
    {
        var hash = mechanism.Hash();
        var clientKey = CryptographicOperations.HmacData(hash, saltedPassword, "Client Key"u8);
        var serverKey = CryptographicOperations.HmacData(hash, saltedPassword, "Server Key"u8);
        return new ScramCredential(salt, iterations, CryptographicOperations.HashData(hash, clientKey), serverKey);
    }

    /// <summary>What an unknown user is asked for, so that unknown users look like known ones: the salt depends on the name, no password fits.</summary>
    public static ScramCredential ForUnknownUser(ScramMechanism mechanism, string user, byte[] serverSecret)
    {
        var salt = CryptographicOperations.HmacData(mechanism.Hash(), serverSecret, Encoding.UTF8.GetBytes(user))[..SaltLength];
        return new ScramCredential(salt, MinIterations, [], []);
    }

    public void Write(WireWriter writer)
    {
        writer.Bytes(Salt);
        writer.Int32(Iterations);
        writer.Bytes(StoredKey);
        writer.Bytes(ServerKey);
    }

    public static ScramCredential Read(WireReader reader) => new(reader.Bytes(), reader.Int32(), reader.Bytes(), reader.Bytes());

    /// <summary>Never shows the keys.</summary>
    public override string ToString() => $"{nameof(ScramCredential)} of {Iterations} iterations";
}
