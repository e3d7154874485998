namespace Torghut.Sandbox.Kafka.Security;

/// <summary>The two SCRAM mechanisms, by their numbers in the protocol and in the journal.</summary>
internal enum ScramMechanism : sbyte
{
    Sha256 = 1,
    Sha512 = 2,
}
