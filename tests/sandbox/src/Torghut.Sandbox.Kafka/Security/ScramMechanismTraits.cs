using System.Security.Cryptography;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>What a mechanism is made of.</summary>
internal static class ScramMechanismTraits
{
    public static IReadOnlyList<ScramMechanism> All { get; } = [ScramMechanism.Sha256, ScramMechanism.Sha512];

    public static string SaslName(this ScramMechanism mechanism) => mechanism == ScramMechanism.Sha256 ? "SCRAM-SHA-256" : "SCRAM-SHA-512";

    public static HashAlgorithmName Hash(this ScramMechanism mechanism) =>
        mechanism == ScramMechanism.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;

    public static int HashLength(this ScramMechanism mechanism) => mechanism == ScramMechanism.Sha256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
}
